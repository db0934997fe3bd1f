/* Runs inside the page, after axe-core: what is wrong with what is shown, in words. */

/** What may be smaller in elder mode, 18 px: captions beside a main line, badges, the bars' own labels. */
const secondary = [
  '.row-note',
  '.tag',
  '.badge',
  '.day-name',
  '.day-note',
  '.chip-note',
  '.field-hint',
  '.group-title',
  '.page-bar-door',
  '.weui-tabbar__label',
  '.taro-tabbar-badge',
  '.quiet.small',
  '.tile .small',
  '.tile-code',
  '.tick-note',
  '.desk-note',
  '.desk-kind',
].join(',')

const isShown = e => {
  const { width, height } = e.getBoundingClientRect()
  return width > 0 && height > 0 && window.getComputedStyle(e).visibility !== 'hidden'
}

/** Every piece of text that is shown, with its element and the boxes of its lines. */
const shownTexts = () => {
  const walker = document.createTreeWalker(document.body, window.NodeFilter.SHOW_TEXT)
  const texts = []
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement
    const words = walker.currentNode.textContent.trim()
    if (!words || ['SCRIPT', 'STYLE'].includes(e.tagName) || !isShown(e)) continue
    const range = document.createRange()
    range.selectNodeContents(walker.currentNode)
    texts.push({ e, words, lines: [...range.getClientRects()] })
  }
  return texts
}

const contrast = async () => {
  const { violations } = await window.axe.run({ runOnly: ['color-contrast'] })
  return violations.flatMap(({ nodes }) =>
    nodes.map(n => `contrast: ${n.html.slice(0, 120)} ${n.failureSummary.split('\n')[1]}`),
  )
}

const targets = isElder => {
  const wrong = []
  for (const e of document.querySelectorAll('[role=button],[role=checkbox],[role=radio],[role=tab],input,textarea')) {
    if (!isShown(e)) continue
    const { width, height } = e.getBoundingClientRect()
    const least = isElder && /button-(danger-)?main/.test(e.className) ? 59.5 : 43.5
    if (width < 43.5 || height < least)
      wrong.push(`target ${Math.round(width)}×${Math.round(height)}: ${e.textContent.slice(0, 20)} .${e.className}`)
  }
  return wrong
}

/** Main text is all that is not named secondary: titles, sentences, a row's main line, buttons, values, what was typed. */
const sizes = (isElder, texts) => {
  const wrong = []
  const typed = [...document.querySelectorAll('input,textarea')].filter(isShown)
  for (const { e, words } of [...texts, ...typed.map(e => ({ e, words: e.value || e.placeholder }))]) {
    const { fontSize, lineHeight } = window.getComputedStyle(e)
    const size = parseFloat(fontSize)
    const least = !isElder ? 13 : e.closest(secondary) ? 18 : 24
    if (size < least - 0.05) wrong.push(`text ${fontSize}, not ${least}: ${words.slice(0, 20)} .${e.className}`)
    if (words.length > 12 && parseFloat(lineHeight) / size < 1.295)
      wrong.push(`line height ${lineHeight} of ${fontSize}: ${words.slice(0, 20)}`)
  }
  return wrong
}

const scrolls = e => {
  for (let up = e; up; up = up.parentElement) if (/auto|scroll/.test(window.getComputedStyle(up).overflowX)) return up
  return null
}

/** Sideways: nothing reaches beyond the screen, nothing is hidden by the box it stands in. */
const cut = texts => {
  const wrong = []
  const { scrollWidth } = document.documentElement
  if (scrollWidth > window.innerWidth) wrong.push(`wider than the screen: ${scrollWidth}`)
  for (const { e, words, lines } of texts) {
    if (scrolls(e)?.scrollWidth > scrolls(e)?.clientWidth) continue
    if (lines.some(({ left, right }) => left < -0.5 || right > window.innerWidth + 0.5))
      wrong.push(`beyond the screen: ${words.slice(0, 20)}`)
    for (let up = e; up !== document.body && up; up = up.parentElement) {
      const { overflowX, overflowY } = window.getComputedStyle(up)
      // What it cuts off is reached by scrolling.
      if (/auto|scroll/.test(overflowY) && up.scrollHeight > up.clientHeight) break
      const box = up.getBoundingClientRect()
      const hidden = line =>
        (overflowX !== 'visible' && (line.left < box.left - 1 || line.right > box.right + 1)) ||
        (/hidden|clip/.test(overflowY) && (line.top < box.top - 4 || line.bottom > box.bottom + 4))
      if (lines.some(hidden)) wrong.push(`cut off by .${up.className}: ${words.slice(0, 20)}`)
    }
  }
  return wrong
}

/** An example in an empty field that is longer than the field. */
const cutPlaceholders = () => {
  const pen = document.createElement('canvas').getContext('2d')
  const fields = [...document.querySelectorAll('input')].filter(e => isShown(e) && !e.value && e.placeholder)
  return fields.flatMap(e => {
    const { fontSize, fontFamily, paddingLeft, paddingRight } = window.getComputedStyle(e)
    pen.font = `${fontSize} ${fontFamily}`
    const room = e.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight)
    return pen.measureText(e.placeholder).width > room ? [`cut off: ${e.placeholder}`] : []
  })
}

/** Two texts on one spot, the bars that float above a page apart. */
const overlaps = texts => {
  const floats = e => e.closest('.page-foot,.veil,.toast,.taro-tabbar__tabbar')
  const boxes = texts.flatMap(({ e, words, lines }) => lines.map(line => ({ e, words, line, on: floats(e) })))
  const wrong = new Set()
  boxes.forEach((a, i) => {
    for (const b of boxes.slice(i + 1)) {
      if (a.on !== b.on || a.words === b.words) continue
      const across = Math.min(a.line.right, b.line.right) - Math.max(a.line.left, b.line.left)
      const down = Math.min(a.line.bottom, b.line.bottom) - Math.max(a.line.top, b.line.top)
      if (across > 1 && down > 0.35 * Math.min(a.line.height, b.line.height))
        wrong.add(`on one spot: ${a.words.slice(0, 20)} | ${b.words.slice(0, 20)}`)
    }
  })
  return [...wrong]
}

/** @param contrastToo colours do not change with the width */
async function look(isElder, contrastToo) {
  // First, since it takes its time: a conversation may scroll to its newest words meanwhile.
  const colours = contrastToo ? await contrast() : []
  const texts = shownTexts()
  return [
    ...colours,
    ...targets(isElder),
    ...sizes(isElder, texts),
    ...cut(texts),
    ...cutPlaceholders(),
    ...overlaps(texts),
  ]
}
