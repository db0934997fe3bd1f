/**
 * Every page of the app, as the old and the tired meet it (适老化, domain rules of 工信部 2021): contrast 4.5:1 (3:1 for
 * large type), line height ≥ 1.3, targets ≥ 44 × 44 px and ≥ 60 px for the main one in elder mode, main text ≥ 24 px
 * (18 pt) there, nothing cut off or on top of another, nothing wider than the screen, on a narrow phone too; nothing that
 * jumps while it loads. With PICTURES=folder each page is also left there as a picture, to be looked at.
 */
import type { Browser } from 'playwright-core'
import { appPages } from './app-pages'
import { type Viewer, arrive, inLargeType, viewers } from './arrive'
import { behindTaps } from './behind-a-tap'
import { shifted, watchShifts } from './layout-shift'
import { lookAt } from './look-at'
import { type Phone, openBrowser } from './phone'
import { visits } from './visits'
import { type World, makeWorld } from './world'

const narrow = { width: 320, height: 640 }

let browser: Browser
let world: World
beforeAll(async () => {
  browser = await openBrowser()
  world = await makeWorld()
}, 60_000)
afterAll(() => browser?.close())

/** Whoever waits two seconds for a part is shown the others without it (ui/states.tsx): a machine so slow is asked again. */
const jumps = async (phone: Phone): Promise<string[]> => {
  if (!(await shifted(phone)).length) return []
  await phone.page.reload()
  await phone.settles()
  return shifted(phone)
}

const look = async (phone: Phone, elder: boolean, name: string): Promise<string[]> => {
  await phone.settles()
  const wrong = [...(await lookAt(phone, name, { elder }))]
  if (elder) wrong.push(...(await lookAt(phone, name, { elder, size: narrow })))
  return wrong
}

const walk = async (phone: Phone, elder: boolean, viewer: Viewer): Promise<Record<string, string[]>> => {
  const found: Record<string, string[]> = {}
  const note = async (path: string, step = '') => {
    const wrong = await look(phone, elder, `${viewer}-${path.replace(/\W+/g, '-').slice(1, 90)}${step}`)
    if (wrong.length) found[path + step] = wrong
  }
  for (const path of visits(world)[viewer]) {
    await phone.goto(path)
    await phone.settles()
    const jumped = await jumps(phone)
    if (jumped.length) found[`${path} at first`] = jumped
    await note(path)
  }
  for (const [n, { path, ways }] of (behindTaps(world)[viewer] ?? []).entries()) {
    await phone.goto(path)
    for (const [i, go] of ways.entries()) {
      await go(phone)
      await note(path, ` behind ${n + 1}-${i + 1}`)
    }
  }
  return found
}

test('no page of the app is forgotten', async () => {
  const visited = Object.values(visits(world)).flat()
  expect(new Set(visited.map(path => path.slice(1).split('?')[0]))).toEqual(new Set(await appPages()))
})

test.each(viewers)('every page of the %s, in both sizes', async viewer => {
  const phone = await arrive(browser, viewer)
  const elder = await inLargeType(browser, phone)
  await Promise.all([phone, elder].map(watchShifts))
  const found = await Promise.all([walk(phone, false, viewer), walk(elder, true, viewer)])
  expect(found).toEqual([{}, {}])
  await Promise.all([phone.close(), elder.close()])
})
