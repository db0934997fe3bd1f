/** WeChat has no printer. */
export const canPrint = process.env.TARO_ENV === 'h5'

/** Prints the page in front by its print style. */
export const printPage = (): void => {
  if (canPrint) window.print()
}
