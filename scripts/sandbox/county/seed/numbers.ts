/** A region code that does not exist: nobody's real number can begin so. */
export const INVENTED_REGION = '990000'

const identityWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/**
 * GB 11643 number of an invented person.
 * @param birthDate YYYY-MM-DD
 * @param order 0 to 999; odd = male
 */
export function identityNumber(birthDate: string, order: number): string {
  const body = INVENTED_REGION + birthDate.replaceAll('-', '') + String(order).padStart(3, '0')
  const sum = identityWeights.reduce((total, weight, at) => total + weight * Number(body[at]), 0)
  return body + '10X98765432'[sum % 11]
}

const creditAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** GB 32100 unified social credit code of an invented institution. @param order 1 to 9999 */
export function creditCode(order: number): string {
  const body = `12${INVENTED_REGION}MB00${String(order).padStart(5, '0')}`
  const sum = [...body].reduce((total, character, at) => total + creditAlphabet.indexOf(character) * (3 ** at % 31), 0)
  return body + creditAlphabet[(31 - (sum % 31)) % 31]
}

/** Phones from a range that no operator assigned. @param order 0 to 9999 */
export function inventedPhone(order: number): string {
  return `1990000${String(order).padStart(4, '0')}`
}
