import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { CLONE } from '../start/env-file'
import { type Counts, type Output, type Part } from './part'

/** quality.md's budget: half of WeChat's own limit of 2 MB a package. */
const BUDGET = 1024 * 1024

/** Measures the built mini-program: each package against its budget, one statement a package. */
export const weappSize: Part = {
  name: 'weapp-size',
  async run(output: Output): Promise<Counts> {
    const sizes = await packageSizes(join(CLONE, 'miniapp/dist/weapp'))
    let failed = 0
    for (const [name, size] of sizes) {
      const fits = size <= BUDGET
      if (!fits) failed++
      output.line(`${fits ? 'fits' : 'TOO LARGE'}: ${name} ${Math.round(size / 1024)} KB of ${BUDGET / 1024} KB`)
    }
    return { passed: sizes.size - failed, failed }
  },
}

/** Bytes of the main package and of each sub-package that app.json names. */
export async function packageSizes(built: string): Promise<Map<string, number>> {
  const app = JSON.parse(await readFile(join(built, 'app.json'), 'utf8')) as {
    subPackages?: { root: string }[]
    subpackages?: { root: string }[]
  }
  const roots = (app.subPackages ?? app.subpackages ?? []).map(({ root }) => `${root.replace(/^\/|\/$/g, '')}/`)
  const sizes = new Map(['main package', ...roots].map(name => [name, 0]))
  for (const entry of await readdir(built, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    const inside = file.slice(built.length + 1)
    const owner = roots.find(root => inside.startsWith(root)) ?? 'main package'
    sizes.set(owner, sizes.get(owner)! + (await stat(file)).size)
  }
  return sizes
}
