import { readFileSync } from 'node:fs'
import path from 'node:path'

/** 适老化 (工信部 2021): contrast ≥ 4.5:1 for text, ≥ 3:1 for what is not text; sizes of type and of targets. */
const css = readFileSync(path.join(__dirname, 'tokens.css'), 'utf8')
const [daylight = '', night = ''] = css.split('@media (prefers-color-scheme: dark)')
const [normal = '', elder = ''] = daylight.split('.root.elder')

const valuesOf = (text: string) =>
  Object.fromEntries([...text.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value] as const))

const light = valuesOf(normal)
const dark = { ...light, ...valuesOf(night) }

const channel = (value: number) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
const luminance = (hex: string) => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map(i => channel(parseInt(hex.slice(i, i + 2), 16) / 255))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const contrast = (a: string, b: string) => {
  const [bright = 0, dim = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (bright + 0.05) / (dim + 0.05)
}

const texts: [string, string][] = [
  ...['background', 'surface', 'sunken'].flatMap(ground =>
    ['text', 'text-2', 'text-3', 'primary', 'danger', 'warning', 'other'].map(
      text => [text, ground] as [string, string],
    ),
  ),
  ['on-primary', 'primary'],
  ['on-danger', 'danger'],
  ['on-tile', 'tile-from'],
  ['on-tile', 'tile-to'],
  ['primary', 'primary-soft'],
  ['text', 'primary-soft'],
  ['other', 'other-soft'],
  ['warning', 'warning-soft'],
  ['danger', 'danger-soft'],
]

describe.each([
  ['light', light],
  ['dark', dark],
])('%s', (_, colours) => {
  it.each(texts)('%s can be read on %s', (text, ground) => {
    expect(contrast(colours[text] ?? '', colours[ground] ?? '')).toBeGreaterThanOrEqual(4.5)
  })
  it.each(['surface', 'background'])('the edge of a field is seen on %s', ground => {
    expect(contrast(colours.edge ?? '', colours[ground] ?? '')).toBeGreaterThanOrEqual(3)
  })
})

const px = (value = '') => Number(/(\d+(?:\.\d+)?)px/.exec(value)?.[1])

it('has targets that fingers hit: 44 px, and 60 px in elder mode', () => {
  expect(px(light.target)).toBeGreaterThanOrEqual(44)
  expect(px(valuesOf(elder).target)).toBeGreaterThanOrEqual(60)
})

it('has elder type of at least 18 px for every text and 30 px for titles', () => {
  const factor = Number(valuesOf(elder).f)
  expect(factor).toBeGreaterThanOrEqual(1.3)
  expect(px(light.t1) * factor).toBeGreaterThanOrEqual(18)
  expect(px(light.t3) * factor).toBeGreaterThanOrEqual(30)
  expect(Number(light.line)).toBeGreaterThanOrEqual(1.3)
})
