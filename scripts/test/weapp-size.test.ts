import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packageSizes } from './weapp-size'

test('a file counts in the package whose root it lies under, else in the main package', async () => {
  const built = await mkdtemp(join(tmpdir(), 'county-weapp-'))
  const app = JSON.stringify({
    pages: ['pages/home/index'],
    subPackages: [{ root: 'packages/staff/', pages: ['desk'] }],
  })
  await mkdir(join(built, 'packages/staff'), { recursive: true })
  await writeFile(join(built, 'app.json'), app)
  await writeFile(join(built, 'packages/staff/desk.js'), 'x'.repeat(1000))
  await writeFile(join(built, 'packages/staff.js'), 'x'.repeat(10))
  expect(await packageSizes(built)).toEqual(
    new Map([
      ['main package', app.length + 10],
      ['packages/staff/', 1000],
    ]),
  )
  await rm(built, { recursive: true })
})
