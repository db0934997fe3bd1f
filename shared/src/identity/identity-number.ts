/** 公民身份号码, GB 11643-1999: 17 digits and a check character (ISO 7064 MOD 11-2). */
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const checkCharacters = '10X98765432'

/** The check character that belongs to the first 17 digits. */
export const checkCharacter = (digits17: string): string =>
  checkCharacters[weights.reduce((sum, w, i) => sum + w * Number(digits17[i]), 0) % 11]!

/** Whether it is a real day: 19900230 is not. */
const isDay = (y: number, m: number, d: number): boolean => {
  const date = new Date(Date.UTC(y, m - 1, d))
  return date.getUTCFullYear() === y && date.getUTCMonth() === m - 1 && date.getUTCDate() === d
}

/** What is wrong with an identity number, or null: its shape, its check character, its birth date. */
export const identityNumberProblem = (number: string): 'shape' | 'check' | 'birth_date' | null => {
  if (!/^\d{17}[\dX]$/.test(number)) return 'shape'
  if (checkCharacter(number.slice(0, 17)) !== number[17]) return 'check'
  const [y, m, d] = [number.slice(6, 10), number.slice(10, 12), number.slice(12, 14)].map(Number) as [
    number,
    number,
    number,
  ]
  return y >= 1850 && isDay(y, m, d) ? null : 'birth_date'
}

/** Birth date (`YYYY-MM-DD`) and sex that a valid number holds; the 17th digit is odd for men. */
export const readIdentityNumber = (number: string): { birthDate: string; sex: 'male' | 'female' } => ({
  birthDate: `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`,
  sex: Number(number[16]) % 2 ? 'male' : 'female',
})
