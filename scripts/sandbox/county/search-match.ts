import { badRequest } from './outcome'
import { type Resource } from './resource'
import { type SearchParam } from './search-params'

/** Values at a dotted path, lists flattened. */
export function valuesAt(node: unknown, path: string): unknown[] {
  let nodes: unknown[] = [node]
  for (const key of path.split('.')) {
    nodes = nodes.flatMap(item => {
      const value = (item as Record<string, unknown> | undefined)?.[key]
      return Array.isArray(value) ? value : value === undefined ? [] : [value]
    })
  }
  return nodes
}

/** One comma-separated alternative of a parameter, compiled once and then asked for every candidate. */
export function matcherOf(param: SearchParam, value: string): (resource: Resource) => boolean {
  const test = testOf(param, value)
  return resource => param.paths.some(path => valuesAt(resource, path).some(test))
}

function testOf(param: SearchParam, value: string): (found: unknown) => boolean {
  if (param.kind === 'token') return tokenTest(value)
  if (param.kind === 'reference') return referenceTest(value, param.target)
  if (param.kind === 'date') return dateTest(value)
  const wanted = value.toLowerCase()
  return found => String(found).toLowerCase().startsWith(wanted)
}

function tokenTest(value: string): (found: unknown) => boolean {
  const bar = value.indexOf('|')
  const system = bar === -1 ? undefined : value.slice(0, bar)
  const code = value.slice(bar + 1)
  const one = (found: unknown): boolean => {
    if (typeof found !== 'object' || found === null) return String(found) === code
    const coded = found as { system?: string; value?: string; code?: string; coding?: unknown[] }
    if (coded.coding) return coded.coding.some(one)
    if (system !== undefined && (coded.system ?? '') !== system) return false
    return code === '' || (coded.value ?? coded.code) === code
  }
  return one
}

function referenceTest(value: string, target?: string): (found: unknown) => boolean {
  const wanted = value.includes('/') ? value : undefined
  return found => {
    const reference = (found as { reference?: string }).reference ?? ''
    if (target && !reference.startsWith(`${target}/`)) return false
    return wanted ? reference === wanted : reference.slice(reference.indexOf('/') + 1) === value
  }
}

export interface DateBound {
  prefix: string
  /** Milliseconds; the value stands for [from, until). */
  from: number
  until: number
}

const DAY_MS = 86_400_000
const COUNTY_OFFSET = '+08:00'

/** A FHIR date, dateTime or instant of any precision; one without a zone is the county's. */
export function dateRange(text: string): { from: number; until: number } | undefined {
  const found = /^(\d{4})(-\d\d)?(-\d\d)?(T\d\d:\d\d(:\d\d(\.\d+)?)?)?(Z|[+-]\d\d:\d\d)?$/.exec(text)
  if (!found) return undefined
  const [, year = '', month, day, time, seconds, fraction, zone = COUNTY_OFFSET] = found
  const clock = time ? (seconds ? time : `${time}:00`) : 'T00:00:00'
  const from = Date.parse(`${year}${month ?? '-01'}${day ?? '-01'}${clock}${zone}`)
  if (Number.isNaN(from) || !isDayOfMonth(year, month, day)) return undefined
  if (time) return { from, until: from + (fraction ? 1 : seconds ? 1000 : 60_000) }
  if (day) return { from, until: from + DAY_MS }
  const [nextYear, nextMonth] = month
    ? [Number(year) + Math.floor(Number(month.slice(1)) / 12), (Number(month.slice(1)) % 12) + 1]
    : [Number(year) + 1, 1]
  return { from, until: Date.parse(`${nextYear}-${String(nextMonth).padStart(2, '0')}-01T00:00:00${COUNTY_OFFSET}`) }
}

/** JavaScript reads 31 February as 3 March; FHIR does not. */
function isDayOfMonth(year: string, month = '-01', day = '-01'): boolean {
  const [monthNumber, dayNumber] = [Number(month.slice(1)), Number(day.slice(1))]
  return new Date(Date.UTC(Number(year), monthNumber - 1, dayNumber)).getUTCDate() === dayNumber
}

/** @throws FhirError 400 on what is no date. */
export function parseDateBound(value: string): DateBound {
  const [, prefix = 'eq', text = ''] = /^(eq|ne|gt|lt|ge|le|sa|eb)?(.*)$/.exec(value) ?? []
  // A '+' of an offset that was not escaped in the URL arrives as a space.
  const range = dateRange(text.replace(' ', '+'))
  if (!range) throw badRequest(`"${value}" is no date`)
  return { prefix, ...range }
}

/** Comparisons of ranges as R4 defines them (search.html#prefix). */
const comparisons: Record<string, (found: DateBound, asked: DateBound) => boolean> = {
  eq: (found, asked) => found.from >= asked.from && found.until <= asked.until,
  ne: (found, asked) => found.from < asked.from || found.until > asked.until,
  gt: (found, asked) => found.until > asked.until,
  lt: (found, asked) => found.from < asked.from,
  ge: (found, asked) => found.until > asked.until || (found.from >= asked.from && found.until <= asked.until),
  le: (found, asked) => found.from < asked.from || (found.from >= asked.from && found.until <= asked.until),
  sa: (found, asked) => found.from >= asked.until,
  eb: (found, asked) => found.until <= asked.from,
}

function dateTest(value: string): (found: unknown) => boolean {
  const asked = parseDateBound(value)
  const compare = comparisons[asked.prefix]!
  return found => {
    const range = rangeOf(found)
    return range !== undefined && compare({ prefix: '', ...range }, asked)
  }
}

function rangeOf(found: unknown): { from: number; until: number } | undefined {
  if (typeof found === 'string') return dateRange(found)
  const { start, end } = found as { start?: string; end?: string }
  const first = start ? dateRange(start) : { from: -Infinity, until: -Infinity }
  const last = end ? dateRange(end) : { from: Infinity, until: Infinity }
  return first && last ? { from: first.from, until: last.until } : undefined
}
