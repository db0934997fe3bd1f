/** Everything behind the phone: the real server on a real database, sandbox WeChat and sandbox county platform. */
import type { TestServer } from 'server/testing/server'
import type { SignedIn } from 'server/testing/signed-in'
import { createHarness, type Harness } from './harness'
import type { Phone } from './phone'

/** Somebody's phone: WeChat knows whose it is. */
export const phoneOf = ({ base, wechat }: TestServer, personaId: string, some: Partial<Phone> = {}): Harness =>
  createHarness({
    server: base,
    loginCode: () => wechat.loginCode(personaId),
    phoneCode: () => wechat.phoneCode(personaId),
    pays: async ({ package: prepay = '' }) => {
      await wechat.pay.pay({ prepay_id: prepay.slice('prepay_id='.length), persona: personaId })
      return 'ok'
    },
    ...some,
  })

/** What the app keeps on the phone of somebody who signed in earlier. */
export const signedInBefore = ({ tokens }: SignedIn): Map<string, unknown> =>
  new Map([['session', { ...tokens, until: Date.now() + 600_000 }]])

/** Through the sign-in page, as somebody does who opens the app for the first time. */
export const signInByHand = async (app: Harness): Promise<void> => {
  await app.launch('/pages/home/index')
  await app.tap('微信登录')
  await app.tap('我看过并同意隐私说明')
  await app.tap('微信登录', -1)
}

/** Paths of the writes so far, reads left out; `only`: those to this path. */
export const writesOf = ({ phone }: Harness, only?: string) =>
  phone.requests.filter(({ method, path }) => method !== 'GET' && (!only || path === only))

/**
 * WeChat's limits as our budget: nodes ≤ 500, depth < 20, children ≤ 30, setData ≤ 128 KB.
 * @returns the pages that ever passed one; must be empty
 */
export const beyondLimits = ({ largest }: Harness) =>
  [...largest].filter(
    ([, { nodes, depth, children, patch }]) => nodes > 500 || depth >= 20 || children > 30 || patch > 128 * 1024,
  )
