/**
 * Limits that hold under races: each counted booking holds a unique key that ends in its number within the limit, so
 * the database itself refuses the one too many, whoever looked first (OWASP ASVS 15.4.2, check-then-act).
 */

/** One booking per person and session. */
export const liveKey = (personId: string, sessionId: string): string => `${personId}:${sessionId}`

/** Prefix of the keys of one person, department and county day. */
export const departmentDayPrefix = (personId: string, departmentId: string, day: string): string =>
  `${personId}:${departmentId}:${day.replaceAll('-', '')}:`

/** Whom the monthly limit counts: a phone number by its index; without one, the account or the resident by id. */
export const limitOwner = (phoneIndex: string | null, id: string): string => phoneIndex ?? id.replaceAll('-', '')

/** Prefix of the keys of one owner and county month; 32 characters are a whole id, or enough of an index. */
export const phoneMonthPrefix = (owner: string, day: string): string => `${owner.slice(0, 32)}:${day.slice(0, 7)}:`

/** The first free key of a limit, or null when all are used. `used`: the keys that begin with the prefix. */
export const freeKey = (prefix: string, limit: number, used: readonly string[]): string | null => {
  for (let n = 1; n <= limit; n++) if (!used.includes(prefix + n)) return prefix + n
  return null
}
