/** The only door of this module. */
export { administratorName } from './administrator-name'
export { type RulesKind, changeRules, readRules } from './stored-rules'
