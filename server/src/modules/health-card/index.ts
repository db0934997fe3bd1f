/** The only door of this module. */
export { healthCardRoutes } from './routes'
