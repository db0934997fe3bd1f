import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { buildIfStale, forgetBuild } from './h5-build'

let clone: string
let builds = 0

async function put(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(clone, file)), { recursive: true })
  await writeFile(join(clone, file), text)
}

const start = () =>
  buildIfStale(clone, async () => {
    builds++
    await put('miniapp/dist/h5/index.html', 'built')
  })

beforeEach(async () => {
  builds = 0
  clone = await mkdtemp(join(tmpdir(), 'county-h5-'))
  for (const file of ['miniapp/package.json', 'miniapp/babel.config.js', 'package-lock.json']) await put(file, '{}')
  for (const file of ['miniapp/src/app.tsx', 'miniapp/config/index.ts', 'shared/src/kernel/endpoint.ts'])
    await put(file, '1')
})

afterEach(() => rm(clone, { recursive: true, force: true }))

test('builds once for the same sources, and again when one of them, deep inside, has changed', async () => {
  await start()
  await start()
  expect(builds).toBe(1)
  await put('shared/src/kernel/endpoint.ts', '2')
  await start()
  expect(builds).toBe(2)
  await put('miniapp/src/new.tsx', '')
  await start()
  expect(builds).toBe(3)
})

test('a build that failed, or was forgotten, is done again', async () => {
  await expect(buildIfStale(clone, () => Promise.reject(new Error('out of memory')))).rejects.toThrow('out of memory')
  await start()
  expect(builds).toBe(1)
  await forgetBuild(clone)
  await start()
  expect(builds).toBe(2)
})
