import Taro, { useDidShow, useRouter } from '@tarojs/taro'
import { routes, tabs } from './routes'

type Params = Record<string, string | number | undefined>

const hrefOf = (path: string, params: Params = {}): string => {
  const pairs = Object.entries(params).filter(([, value]) => value !== undefined)
  return pairs.length ? `${path}?${pairs.map(([k, v]) => `${k}=${encodeURIComponent(String(v))}`).join('&')}` : path
}
const isTab = (href: string) => tabs.includes(href.split('?')[0] ?? '')

/** WeChat keeps at most ten pages open; the eleventh would silently not open. */
const fullStack = () => Taro.getCurrentPages().length >= 9

/** Opens a page; a tab of the tab bar is switched to. */
export const go = (path: string, params?: Params): void => {
  const url = hrefOf(path, params)
  if (isTab(url)) void Taro.switchTab({ url })
  else if (fullStack()) void Taro.redirectTo({ url })
  else void Taro.navigateTo({ url })
}

/** Opens a page in place of this one: after an act whose form must not be come back to. */
export const replace = (path: string, params?: Params): void => {
  const url = hrefOf(path, params)
  if (isTab(url)) void Taro.switchTab({ url })
  else void Taro.redirectTo({ url })
}

let next: [string, Params] | null = null

/**
 * Opens two pages in place of this one: 返回 from the upper one leads to the lower one, which must `useNext`. A browser
 * says that a page is open before it is; only the page itself knows.
 */
export const replaceByTwo = (lower: [string, Params], upper: [string, Params]): void => {
  next = upper
  replace(...lower)
}

/** Opens what is to lie above this page, once. */
export const useNext = (): void =>
  useDidShow(() => {
    const upper = next
    next = null
    if (upper) go(...upper)
  })

/** A page as Taro keeps it, in WeChat and in a browser. */
interface Kept {
  route?: string
  $taroParams?: Record<string, string>
}

/** Goes back to that page where it lies below this one; else opens it in place of this one. */
export const returnTo = (path: string, params: Params): void => {
  const { route = '', $taroParams = {} } = (Taro.getCurrentPages().at(-2) ?? {}) as Kept
  const kept = decoded($taroParams)
  const same = `/${route.replace(/^\//, '')}` === path && Object.keys(params).every(key => kept[key] === params[key])
  if (same) void Taro.navigateBack()
  else replace(path, params)
}

/** Back to where the person came from; whoever came by a deep link gets the first page. */
export const back = (): void => {
  if (Taro.getCurrentPages().length > 1) void Taro.navigateBack()
  else go(routes.home)
}

/** What the router and the sandbox add to the parameters of a page. */
const routerOwn = ['stamp', '$taroTimestamp', 'code', 'phoneCode', 'phoneDenied', 'payResult']

/** A value that is not well encoded (typed by hand) is taken as it stands. */
const decode = (value: string): string => {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
/** Both targets hand parameters over still encoded. */
const decoded = (params: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(params).map(([key, value]) => [key, decode(value ?? '')]))

/** Address of the page in front, to come back to. */
export const here = (): string => {
  const router = Taro.getCurrentInstance().router
  if (!router) return routes.home
  const path = `/${router.path.split('?')[0]?.replace(/^\//, '')}`
  const params = Object.entries(decoded(router.params)).filter(([key]) => !routerOwn.includes(key))
  return hrefOf(path, Object.fromEntries(params))
}

/** The parameters this page was opened with. */
export const useParams = (): Record<string, string | undefined> => decoded(useRouter().params)
