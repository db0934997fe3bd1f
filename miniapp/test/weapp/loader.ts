import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import vm from 'node:vm'

export type Config = Record<string, unknown>

export interface Loaded {
  app: Config
  /** No timer of it goes off any more. */
  stop: () => void
  /** Runs a page's script and gives what it handed to `Page`. */
  page: (route: string) => Config
  /** Numbers of the templates in base.wxml that listen to taps. */
  listens: (template: string, event: string) => boolean
  /** Name of the data property that a template puts into an attribute, as `open-type`. */
  propertyOf: (template: string, attribute: string) => string | undefined
  appJson: {
    pages: string[]
    subPackages: { root: string; pages: string[] }[]
    tabBar: { list: { pagePath: string }[] }
  }
}

/** What every script of a mini-program finds: no window, no document, no fetch, no URL, no AbortController. */
const globalsOf = (wx: object, pagesNow: () => object[], runs: () => boolean) => ({
  wx,
  console,
  // A mini-program's timers end with it, and must not keep the test run alive.
  setTimeout: (run: () => void, ms?: number) => setTimeout(() => runs() && run(), ms).unref(),
  clearTimeout,
  setInterval: (run: () => void, ms?: number) => setInterval(() => runs() && run(), ms).unref(),
  clearInterval,
  getCurrentPages: pagesNow,
  Component: () => undefined,
  Behavior: () => undefined,
})

/** Loads the built mini-program as WeChat does: each file once, by `require`, in one world of its own. */
export const load = (dist: string, wx: object, pagesNow: () => object[]): Loaded => {
  const registered: { app?: Config; page?: Config } = {}
  let running = true
  const world = vm.createContext({
    ...globalsOf(wx, pagesNow, () => running),
    App: (config: Config) => (registered.app = config),
    Page: (config: Config) => (registered.page = config),
    getApp: () => registered.app,
  })
  const modules = new Map<string, { exports: unknown }>()
  const run = (file: string): unknown => {
    const known = modules.get(file)
    if (known) return known.exports
    const module = { exports: {} as unknown }
    modules.set(file, module)
    const code = `(function (require, module, exports) {${readFileSync(file, 'utf8')}\n})`
    const wrapper = vm.runInContext(code, world, { filename: file }) as (...args: unknown[]) => void
    const near = (name: string) => run(path.resolve(path.dirname(file), name.endsWith('.js') ? name : `${name}.js`))
    wrapper(near, module, module.exports)
    return module.exports
  }
  run(path.join(dist, 'app.js'))
  const pages = new Map<string, Config>()
  const appJson = JSON.parse(readFileSync(path.join(dist, 'app.json'), 'utf8')) as Loaded['appJson']
  const templates = readFileSync(path.join(dist, 'base.wxml'), 'utf8').split('<template name="').slice(1)
  const bodies = new Map(templates.map(t => [t.slice(0, t.indexOf('"')), t]))
  return {
    stop: () => {
      running = false
    },
    app: registered.app ?? {},
    appJson,
    // Fields have a template for with and without the focus.
    listens: (template, event) =>
      [template, `${template}_blur`].some(name => bodies.get(`tmpl_0_${name}`)?.includes(`bind${event}="eh"`)),
    propertyOf: (template, attribute) => {
      const written = [template, `${template}_blur`].map(name => bodies.get(`tmpl_0_${name}`) ?? '').join()
      return new RegExp(` ${attribute}="\\{\\{i\\.(\\w+)`).exec(written)?.[1]
    },
    page: route => {
      if (!pages.has(route)) {
        const file = path.join(dist, `${route}.js`)
        if (!existsSync(file)) throw new Error(`the build has no page ${route}`)
        run(file)
        if (!registered.page) throw new Error(`${route} registered no page`)
        pages.set(route, registered.page)
        delete registered.page
      }
      return pages.get(route) as Config
    },
  }
}
