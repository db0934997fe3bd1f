/** Spaces, dashes and the country's code of a pasted number are not mistakes. */
export const tidyPhone = (typed: string): string => typed.replace(/\D/g, '').replace(/^86(?=1\d{10}$)/, '')

export const isPhone = (phone: string): boolean => /^1\d{10}$/.test(phone)

/** What is wrong in one sentence, or null. A number that is still being typed is not wrong yet. */
export const phoneError = (phone: string, finished: boolean): string | null => {
  if (isPhone(phone)) return null
  if (phone.length === 11) return '手机号以 1 开头，请再看一遍。'
  return finished || phone.length > 11 ? `手机号有 11 位，这里是 ${phone.length} 位。` : null
}
