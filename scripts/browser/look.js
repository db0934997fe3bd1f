/* Runs inside the page, after axe-core: what is wrong with what is shown, in words. */
async function look(isElder) {
  const wrong = []
  const { violations } = await window.axe.run({ runOnly: ['color-contrast'] })
  for (const { nodes } of violations)
    for (const { html, failureSummary } of nodes)
      wrong.push(`contrast: ${html.slice(0, 120)} ${failureSummary.split('\n')[1]}`)

  const visible = e => {
    const { width, height } = e.getBoundingClientRect()
    return width > 0 && height > 0 && window.getComputedStyle(e).visibility !== 'hidden'
  }
  const targets = '[role=button],[role=checkbox],[role=radio],[role=tab],input,textarea'
  for (const e of document.querySelectorAll(targets)) {
    if (!visible(e)) continue
    const { width, height } = e.getBoundingClientRect()
    const around = (e.closest('.field') ?? e).getBoundingClientRect().height
    const least = isElder && e.className.includes('button-main') ? 59.5 : 43.5
    if (width < 43.5 || Math.max(height, around) < least)
      wrong.push(`target ${Math.round(width)}×${Math.round(height)}: ${e.textContent.slice(0, 20)} .${e.className}`)
  }

  const walker = document.createTreeWalker(document.body, window.NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement
    const words = walker.currentNode.textContent.trim()
    if (!words || !visible(e) || ['SCRIPT', 'STYLE'].includes(e.tagName)) continue
    const { fontSize, lineHeight } = window.getComputedStyle(e)
    const size = parseFloat(fontSize)
    if (size < (isElder ? 17.9 : 12.9)) wrong.push(`text ${fontSize}: ${words.slice(0, 20)}`)
    if (words.length > 12 && parseFloat(lineHeight) / size < 1.3)
      wrong.push(`line height ${lineHeight} of ${fontSize}: ${words.slice(0, 20)}`)
  }
  if (document.documentElement.scrollWidth > window.innerWidth)
    wrong.push(`wider than the screen: ${document.documentElement.scrollWidth}`)
  return wrong
}
