import { createClock } from './clock'
import { createCodes } from './codes'
import { createContent } from './content/content'
import { createFaults } from './faults'
import { openMailbox } from './mailbox'
import { createCallbacks } from './pay/callbacks'
import { type PayKeys } from './pay/keys'
import { createPay } from './pay/pay'
import { createTokens } from './tokens'

export type SandboxOptions = {
  appId: string
  appSecret: string
  /** Personas, messages and orders are kept here; without it they end with the process. */
  folder?: string
  /** Where a message's page is opened: this address followed by the page. The same host's root when not given. */
  appUrl?: string
  /** What the sandbox's clock runs on, in milliseconds; the machine's when not given. */
  now?: () => number
}

/** All that one sandbox knows; the routes are plain functions over it. */
export function createSandbox({ appId, appSecret, folder, appUrl = '', now }: SandboxOptions, payKeys: PayKeys) {
  const clock = createClock(now)
  const mailbox = openMailbox(folder, clock)
  const pay = createPay({ appId, keys: payKeys, folder, clock, mailbox })
  return {
    appId,
    appSecret,
    /** Ends with a slash: a page follows it. */
    appUrl: `${appUrl.replace(/\/$/, '')}/`,
    clock,
    codes: createCodes(clock),
    tokens: createTokens(clock),
    mailbox,
    pay,
    content: createContent(clock),
    callbacks: createCallbacks(pay),
    faults: createFaults(),
    /** How often each endpoint of WeChat was called: tests prove that a token was fetched once. */
    calls: new Map<string, number>(),
  }
}
export type Sandbox = ReturnType<typeof createSandbox>
