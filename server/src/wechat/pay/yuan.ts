/**
 * Fen of an amount as bills write it in yuan: `12.30`, `0`, `-0.03000`. Digits, never floats: 0.1 + 0.2 is not 0.3.
 * @returns null when it is no such amount, or not a whole number of fen
 */
export const fenOfYuan = (text: string): number | null => {
  const [, sign, yuan, decimals = ''] = /^(-?)(\d{1,13})(?:\.(\d+))?$/.exec(text) ?? []
  if (yuan === undefined || /[1-9]/.test(decimals.slice(2))) return null
  const amount = Number(yuan + decimals.slice(0, 2).padEnd(2, '0'))
  return sign && amount ? -amount : amount
}
