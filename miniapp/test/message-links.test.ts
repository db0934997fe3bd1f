/** Whatever page the server's messages open is a page of the app, and that page reads what the link hands it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AppConfig } from '@tarojs/taro'

const serverSource = join(__dirname, '../../server/src')
const phoneSource = join(__dirname, '../src')

/** Links as the server writes them: `packages/resident/appointments/detail?appointmentId=${…}`. */
const linksOf = (source: string): string[] =>
  [...source.matchAll(/['"`]((?:packages|pages)\/[a-z-]+\/[^'"`\s]+)['"`]/g)].map(([, link]) => link!)

const links = readdirSync(serverSource, { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .flatMap(file => linksOf(readFileSync(join(serverSource, file), 'utf8')))

const pages = new Set<string>()
beforeAll(async () => {
  let config: AppConfig = {}
  Object.assign(globalThis, { defineAppConfig: (given: AppConfig) => (config = given) })
  await import('../src/app.config')
  for (const page of config.pages ?? []) pages.add(page)
  for (const { root, pages: below } of config.subPackages ?? []) below.forEach(page => pages.add(`${root}/${page}`))
})

test('the links are found: bookings, cards, looks, money', () => {
  const found = new Set(links.map(link => link.split('?')[0]))
  expect([...found]).toEqual(
    expect.arrayContaining([
      'packages/resident/appointments/detail',
      'packages/resident/health-card/usages',
      'packages/resident/identity/accesses',
      'packages/resident/payments/order',
    ]),
  )
})

test.each([...new Set(links)])('%s', link => {
  const [page = '', query = ''] = link.split('?')
  expect(pages).toContain(page)
  const source = readFileSync(join(phoneSource, `${page}.tsx`), 'utf8')
  const taken = /const \{([^}]*)\} = useParams\(\)/.exec(source)?.[1] ?? ''
  for (const name of query.split('&').filter(Boolean)) expect(taken).toMatch(new RegExp(`\\b${name.split('=')[0]}\\b`))
})
