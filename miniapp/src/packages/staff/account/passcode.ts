/** The contract's rule (8 to 64 printable ASCII characters), said before the server has to. */
export const passcodeProblem = (passcode: string): string | null => {
  if (passcode.length < 8) return '口令至少 8 个字母、数字或符号。'
  return /^[\x20-\x7e]{8,64}$/.test(passcode) ? null : '口令只能用英文字母、数字和符号，不能用汉字。'
}
