import { buildIfStale, forgetBuild } from '../start/h5-build'
import { CLONE } from '../start/env-file'
import { type Part } from './part'

/** Builds the H5 app anew; the browser tests' `npm start` then finds it built. */
export const h5: Part = {
  name: 'h5',
  async run({ command }) {
    await forgetBuild(CLONE)
    await buildIfStale(CLONE, async () => {
      const built = await command(['npm', 'run', 'build:h5'], { NODE_ENV: 'production' })
      if (!built) throw new Error('The H5 build failed')
    })
    return { passed: 1, failed: 0 }
  },
}
