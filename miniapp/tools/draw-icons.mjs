/**
 * Draws src/ui/icons.css and the tab bar's PNGs from lucide-static (ISC licence), which is not installed with the
 * project: `npm pack lucide-static`, unpack it, then `CHROME_PATH=… node miniapp/tools/draw-icons.mjs <package folder>`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { chromium } from 'playwright-core'

const lucide = process.argv[2]
const sources = path.resolve(import.meta.dirname, '../src')

/** Our word for it → lucide's. */
const icons = {
  home: 'house',
  messages: 'message-square-text',
  me: 'circle-user-round',
  card: 'id-card',
  calendar: 'calendar-plus',
  booked: 'calendar-check',
  cancelled: 'calendar-x',
  later: 'calendar-clock',
  family: 'users',
  doctor: 'stethoscope',
  hospital: 'hospital',
  place: 'map-pin',
  phone: 'phone',
  scan: 'scan-line',
  search: 'search',
  clock: 'clock',
  done: 'circle-check',
  notice: 'circle-alert',
  warning: 'triangle-alert',
  offline: 'wifi-off',
  next: 'chevron-right',
  back: 'chevron-left',
  down: 'chevron-down',
  close: 'x',
  add: 'plus',
  favourite: 'star',
  privacy: 'shield-check',
  viewed: 'eye',
  file: 'file-text',
  bell: 'bell',
  edit: 'pencil',
  refresh: 'refresh-cw',
  text: 'a-large-small',
  change: 'arrow-left-right',
  qr: 'qr-code',
  lock: 'lock',
  leave: 'log-out',
  delete: 'trash-2',
  download: 'download',
  settings: 'settings',
  chart: 'chart-column',
  undo: 'undo-2',
  ticket: 'ticket',
  care: 'heart-handshake',
  person: 'user-round',
  invite: 'user-plus',
  filter: 'list-filter',
  call: 'megaphone',
  freeze: 'snowflake',
  emergency: 'siren',
  share: 'share-2',
  print: 'printer',
  list: 'clipboard-list',
  key: 'key-round',
  institution: 'building-2',
  route: 'navigation',
  waiting: 'hourglass',
  refused: 'circle-x',
  info: 'info',
  check: 'check',
  sent: 'send',
  verified: 'user-round-check',
  history: 'history',
  money: 'hand-coins',
  help: 'circle-help',
  camera: 'camera',
  picture: 'image',
  microphone: 'mic',
  play: 'play',
  stop: 'circle-stop',
  chat: 'messages-square',
  pill: 'pill',
  reading: 'activity',
  report: 'flask-conical',
  sign: 'signature',
  complaint: 'message-square-warning',
  duty: 'power',
}

const svg = name =>
  readFileSync(path.join(lucide, 'icons', `${name}.svg`), 'utf8')
    .replace(/<!--.*?-->/s, '')
    .replace(/\s*class="[^"]*"/, '')
    .replace(/\s+/g, ' ')
    .replace(/> </g, '><')
    .trim()

const dataUri = name =>
  `data:image/svg+xml,${svg(name)
    .replace('currentColor', 'black')
    .replace(/"/g, "'")
    .replace(/[#%<>]/g, encodeURIComponent)}`

const rule = ([word, name]) => `.icon-${word} {\n  --icon: url("${dataUri(name)}");\n}\n`
writeFileSync(
  path.join(sources, 'ui/icons.css'),
  `/* Drawn by tools/draw-icons.mjs from Lucide (https://lucide.dev), ISC licence. */\n${Object.entries(icons).map(rule).join('')}`,
)

const browser = await chromium.launch({
  executablePath: process.env.CHROME_PATH,
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
})
const page = await browser.newPage({ viewport: { width: 81, height: 81 } })
// Mid tones: the same pictures stand on the light and on the dark bar (contrast 3:1 on both).
for (const word of ['home', 'messages', 'me']) {
  for (const [suffix, colour] of [
    ['', '#75837f'],
    ['-on', '#139a8a'],
  ]) {
    const drawing = svg(icons[word])
      .replace('currentColor', colour)
      .replace(/(width|height)="24"/g, '$1="69"')
    await page.setContent(`<body style="margin:6px;background:transparent">${drawing}</body>`)
    await page.screenshot({ path: path.join(sources, `assets/tab-${word}${suffix}.png`), omitBackground: true })
  }
}
await browser.close()
