import path from 'node:path'
import { load, type Config } from './loader'
import { newPhone, type Phone } from './phone'
import { sizeOf, textOf, walk, waysTo, wordsOf, type Node, type Size } from './tree'
import { privacyAgreed } from './wx-privacy'
import { createWx } from './wx'

/** One open page: what WeChat keeps for it, with Taro's data tree in `data.root.cn`. */
export interface OpenPage {
  route: string
  options: Record<string, string>
  data: { root: { cn: Node[] } }
  setData: (patch: Record<string, unknown>, done?: () => void) => void
  [hook: string]: unknown
}

export interface Harness {
  phone: Phone
  stack: OpenPage[]
  /** Routes of every page of the build. */
  routes: string[]
  /** Starts the app on a page, as a scanned code or a message does. */
  launch: (url: string) => Promise<void>
  /** All words of the page in front. */
  words: () => string
  /** Waits until these words are on the page in front. */
  sees: (words: string) => Promise<void>
  /** Taps the n-th place (0 first, -1 last) that holds these words. */
  tap: (words: string, n?: number) => Promise<void>
  /** Types into the field below this label, or with this example in it. */
  type: (label: string, value: string) => Promise<void>
  size: () => Size
  /** Opens a page in place of all others. */
  open: (url: string) => Promise<void>
  /** WeChat's own arrow. */
  back: () => Promise<void>
  /** Waits until nothing is being asked for and the page stands still. */
  settled: () => Promise<void>
  /** Goes off the network or back on, as WeChat tells the app. */
  online: (online: boolean) => void
  /** WeChat ends the app; what it kept in `phone.storage` stays. */
  kill: () => void
  /** Every setData so far: bytes of its patch. */
  patches: number[]
  /** Of each page that was open: the largest it ever was, and its largest patch in bytes. */
  largest: Map<string, Size & { patch: number }>
}

/** Where `npm run build:weapp` put it. */
const dist = path.resolve(__dirname, '../..', process.env.MINIAPP_OUTPUT || 'dist/weapp')

const readUrl = (url: string) => {
  const [route = '', query = ''] = url.replace(/^\//, '').split('?')
  const pairs = query
    .split('&')
    .filter(Boolean)
    .map(pair => pair.split('=') as [string, string])
  return { route, options: Object.fromEntries(pairs) }
}

/** WeChat's setData: keys are ways into the data, `root.cn.[0].cn.[2].v`. */
const apply = (data: object, patch: Record<string, unknown>): void => {
  for (const [way, value] of Object.entries(patch)) {
    const steps = way.replace(/\[(\d+)\]/g, '$1').split('.')
    const last = steps.pop() as string
    const place = steps.reduce<Record<string, unknown>>(
      (at, step) => at[step] as Record<string, unknown>,
      data as never,
    )
    place[last] = value
  }
}

/** A loaded machine may take this long to answer. */
const patience = 15_000

const tick = (ms = 10) => new Promise(resolve => setTimeout(resolve, ms))

/** Runs the built mini-program (dist/weapp) against a real server, without WeChat. */
export const createHarness = (some: Partial<Phone> & { server: string }): Harness => {
  const stack: OpenPage[] = []
  const patches: number[] = []
  const largest: Harness['largest'] = new Map()
  const phone = newPhone(some)
  const call = (page: OpenPage | undefined, hook: string, ...args: unknown[]) => {
    const run = page?.[hook]
    if (typeof run === 'function') (run as (...a: unknown[]) => void).apply(page, args)
  }
  const close = (page: OpenPage | undefined) => call(page, 'onUnload')
  const note = (route: string, size: Size, patch: number) => {
    const before = largest.get(route) ?? { nodes: 0, depth: 0, children: 0, patch: 0 }
    largest.set(route, {
      nodes: Math.max(before.nodes, size.nodes),
      depth: Math.max(before.depth, size.depth),
      children: Math.max(before.children, size.children),
      patch: Math.max(before.patch, patch),
    })
  }
  const open = (url: string) => {
    const { route, options } = readUrl(url)
    const config: Config = program.page(route)
    const page = { ...config, route, options, data: structuredClone(config.data) } as OpenPage
    page.setData = (patch, done) => {
      const bytes = Buffer.byteLength(JSON.stringify(patch))
      patches.push(bytes)
      // What crosses to WeChat's render side is a copy: later changes of the same objects are not seen there.
      apply(page.data, structuredClone(patch))
      note(route, sizeOf(page.data.root.cn), bytes)
      if (done) setImmediate(done)
    }
    stack.push(page)
    call(page, 'onLoad', options)
    call(page, 'onShow')
    call(page, 'onReady')
  }
  type Going = {
    url?: string
    success?: (r: object) => void
    fail?: (e: object) => void
    complete?: (r: object) => void
  }
  const going = (run: (url: string) => void) => (options: Going) => {
    setImmediate(() => {
      run(options.url ?? '')
      options.success?.({ errMsg: 'ok' })
      options.complete?.({ errMsg: 'ok' })
    })
  }
  const only = (url: string) => {
    stack.splice(0).forEach(close)
    open(url)
  }
  const navigation = {
    navigateTo: going(url => {
      if (stack.length >= 10) throw new Error('navigateTo:fail webview count limit exceed')
      call(stack.at(-1), 'onHide')
      open(url)
    }),
    redirectTo: going(url => {
      close(stack.pop())
      open(url)
    }),
    switchTab: going(only),
    reLaunch: going(only),
    navigateBack: going(() => {
      if (stack.length < 2) return
      close(stack.pop())
      call(stack.at(-1), 'onShow')
    }),
  }
  const program = load(dist, createWx(phone, navigation as never), () => stack)
  const front = () => stack.at(-1) as OpenPage
  const nodes = () => front().data.root.cn
  const lastAsked = () =>
    phone.requests.slice(-8).map(({ method, path, status, done }) => `${method} ${path} ${done ? status : '…'}`)
  const sees = async (words: string) => {
    for (const until = Date.now() + patience; Date.now() < until;) {
      if (stack.length && wordsOf(nodes()).includes(words)) return
      await tick()
    }
    throw new Error(
      `“${words}” did not appear on ${front()?.route}, which says:\n${stack.length ? wordsOf(nodes()) : ''}\n` +
        `Asked last: ${lastAsked().join(', ')}`,
    )
  }
  /** WeChat tells every listening node on the way up, innermost first. */
  const bubble = async (way: Node[], event: string, type: string, detail: object) => {
    const page = front()
    const target = { id: way.at(-1)?.uid ?? way.at(-1)?.sid, dataset: { sid: way.at(-1)?.sid } }
    for (const node of [...way].reverse()) {
      if (!program.listens(node.nn, event)) continue
      const currentTarget = { id: node.uid ?? node.sid, dataset: { sid: node.sid } }
      phone.tapping = type === 'tap'
      call(page, 'eh', { type, detail, timeStamp: Date.now(), target, currentTarget })
      phone.tapping = false
    }
    await tick()
  }
  /** WeChat's own button, laid over ours: its node's way and what it is for. */
  const nativeOver = (way: Node[]): { way: Node[]; type: string } | null => {
    const box = way.findLastIndex(({ cl = '' }) => cl.split(' ').includes('button'))
    const found: { way: Node[]; type: string }[] = []
    walk(way[box]?.cn ?? [], (node, above) => {
      const type = node[program.propertyOf(node.nn, 'open-type') ?? '']
      if (type) found.push({ way: [...way.slice(0, box + 1), ...above, node], type: String(type) })
    })
    return found[0] ?? null
  }
  const pressNative = async ({ way, type }: { way: Node[]; type: string }) => {
    if (type === 'agreePrivacyAuthorization') {
      phone.agreedBy = way.at(-1)?.uid ?? null
      await bubble(way, 'agreeprivacyauthorization', 'agreeprivacyauthorization', {})
    }
    if (type === 'getPhoneNumber') {
      const got = privacyAgreed(phone).then(phone.phoneCode)
      void got
        .then(code => ({ code, errMsg: 'getPhoneNumber:ok' }))
        .catch((error: Error) => ({ errMsg: `getPhoneNumber:${error.message}` }))
        .then(detail => bubble(way, 'getphonenumber', 'getphonenumber', detail))
    }
  }
  /** The way to the first field below this label, or with this example in it. */
  const fieldOf = (label: string): Node[] | undefined => {
    const fields: Node[][] = []
    walk(nodes(), (node, way) => {
      if (!program.listens(node.nn, 'input')) return
      const field = [...way].reverse().find(({ cl = '' }) => cl.split(' ').includes('field'))
      const example = node[program.propertyOf(node.nn, 'placeholder') ?? '']
      if ((field && textOf(field).includes(label)) || example === label) fields.push([...way, node])
    })
    return fields[0]
  }
  const cutWires = () => phone.wires.forEach(socket => socket.terminate())
  const settled = async () => {
    const still = () => phone.requests.length + patches.length
    const until = Date.now() + patience
    for (let quiet = 0, before = still(); quiet < 12 && Date.now() < until; before = still()) {
      await tick()
      quiet = still() === before && phone.requests.every(asked => asked.done) ? quiet + 1 : 0
    }
  }
  return {
    phone,
    stack,
    patches,
    largest,
    settled,
    open: async url => {
      only(url)
      await settled()
    },
    back: async () => {
      navigation.navigateBack({})
      await settled()
    },
    kill: () => {
      program.stop()
      phone.online = false
      cutWires()
    },
    online: online => {
      phone.online = online
      if (!online) cutWires()
      phone.networkChanged?.({ isConnected: online, networkType: online ? 'wifi' : 'none' })
    },
    routes: [
      ...program.appJson.pages,
      ...program.appJson.subPackages.flatMap(({ root, pages }) => pages.map(page => `${root}/${page}`)),
    ],
    launch: async url => {
      const start = { ...readUrl(url), path: readUrl(url).route, query: readUrl(url).options, scene: 1001 }
      for (const hook of ['onLaunch', 'onShow']) (program.app[hook] as (o: object) => void).call(program.app, start)
      open(url)
      for (let i = 0; i < 500 && nodes().length === 0; i++) await tick()
    },
    words: () => wordsOf(nodes()),
    sees,
    tap: async (words, n = 0) => {
      await sees(words)
      const way = waysTo(nodes(), words).at(n)
      if (!way) throw new Error(`“${words}” is on the page, but not ${n + 1} times`)
      const native = nativeOver(way)
      if (native) await pressNative(native)
      await bubble(way, 'tap', 'tap', {})
    },
    type: async (label, value) => {
      for (const until = Date.now() + patience; !fieldOf(label) && Date.now() < until;) await tick()
      const way = fieldOf(label)
      if (!way) throw new Error(`no field “${label}” on ${front().route}, which says:\n${wordsOf(nodes())}`)
      await bubble(way, 'input', 'input', { value })
    },
    size: () => sizeOf(nodes()),
  }
}
