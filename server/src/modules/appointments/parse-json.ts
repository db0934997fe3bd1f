/** MySQL hands JSON columns of raw queries out as values, MariaDB as text. */
export const parseJson = <T>(value: unknown): T => (typeof value === 'string' ? JSON.parse(value) : value) as T
