import { Fhir } from 'fhir-definitions'
import { dateRange } from './search-match'
import { type Issue, invariants } from './invariants'
import { FhirError } from './outcome'
import { type Resource } from './resource'

/** The library of R4 definitions: structure, cardinality, reference targets, required bindings. */
const definitions = new Fhir()

export function isKnownType(type: string): boolean {
  return definitions.parser.parsedStructureDefinitions[type]?._kind === 'resource' && type !== 'DomainResource'
}

/**
 * Checks a resource against the R4 definitions.
 * @throws FhirError 422 with one issue per fault.
 */
export function validate(resource: Resource): void {
  const issues: Issue[] = []
  findEmpty(resource, resource.resourceType, issues)
  if (issues.length === 0) issues.push(...definitionIssues(resource))
  for (const rule of invariants[resource.resourceType] ?? []) if (!rule.holds(resource)) issues.push(rule)
  if (issues.length > 0) {
    throw new FhirError(422, 'structure', `${resource.resourceType} is not valid FHIR R4`, issues.slice(0, 20))
  }
}

function definitionIssues(resource: Resource): Issue[] {
  const issues: Issue[] = []
  const { messages } = definitions.validate(resource, {
    errorOnUnexpected: true,
    onBeforeValidateProperty: (_resource, property, at, value) => {
      const type = property._type ?? ''
      for (const item of Array.isArray(value) ? value : [value]) {
        const fault = primitiveFault(type, item)
        if (fault) issues.push({ at, text: fault })
      }
      return []
    },
  })
  for (const { severity, location = '', message = '' } of messages) {
    if (severity === 'error' || severity === 'fatal') issues.push({ at: location, text: message })
  }
  return issues
}

const stringTypes = new Set(['string', 'markdown', 'uri', 'url', 'canonical', 'code', 'id', 'base64Binary', 'xhtml'])
const dateTypes = new Set(['instant', 'date', 'dateTime'])
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

/** What the library leaves out: the kinds of strings, real dates, whole instants, objects where objects belong. */
function primitiveFault(type: string, value: unknown): string | undefined {
  if (stringTypes.has(type) || dateTypes.has(type)) {
    if (typeof value !== 'string') return `A ${type} must be a string`
    if (type === 'instant' && !instant.test(value)) return `"${value}" is no instant`
    if (dateTypes.has(type) && !dateRange(value)) return `"${value}" is no ${type}`
    if ((type === 'uri' || type === 'url') && /\s/.test(value)) return `A ${type} holds no blanks`
    return undefined
  }
  if (/^[A-Z]/.test(type) && typeof value !== 'object') return `A ${type} must be an object`
  return undefined
}

/** FHIR's JSON knows neither null nor empty text, lists, objects. */
function findEmpty(node: unknown, at: string, issues: Issue[]): void {
  if (node === null || node === '' || (typeof node === 'object' && Object.keys(node).length === 0)) {
    issues.push({ at, text: 'A property is never null or empty' })
  } else if (typeof node === 'object') {
    for (const [key, value] of Object.entries(node)) {
      findEmpty(value, Array.isArray(node) ? `${at}[${key}]` : `${at}.${key}`, issues)
    }
  }
}
