/** Words that somebody typed, as a sentence among others: with one full stop, whatever they end in. */
export const sentence = (words: string): string => {
  const said = words.trim().replace(/[.，,；;。\s]+$/, '')
  return /[！？!?…][”’」』）)]*$|。[”’」』）)]+$/.test(said) ? said : `${said}。`
}
