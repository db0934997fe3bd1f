/**
 * In the browser Taro's tabs are links to `javascript:;`: the tap is theirs, the link leads nowhere, and the page's
 * security policy would refuse it aloud each time.
 */
export const followNoEmptyLinks = (): void => {
  if (process.env.TARO_ENV !== 'h5') return
  document.addEventListener('click', event => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (link?.getAttribute('href')?.startsWith('javascript:')) event.preventDefault()
  })
}
