/** The only door of this module. */
export type { Facts } from './facts'
export { sealMessagesWith } from './sealed-facts'
export { type Tell, tell } from './tell'
