import { createClock } from './clock'
import { createCodes } from './codes'
import { createFaults } from './faults'
import { openMailbox } from './mailbox'
import { createTokens } from './tokens'

export type SandboxOptions = {
  appId: string
  appSecret: string
  /** Personas and messages are kept here; without it they end with the process. */
  folder?: string
  /** Where a message's page is opened: this address followed by the page. The same host's root when not given. */
  appUrl?: string
}

/** All that one sandbox knows; the routes are plain functions over it. */
export function createSandbox({ appId, appSecret, folder, appUrl = '' }: SandboxOptions) {
  const clock = createClock()
  return {
    appId,
    appSecret,
    /** Ends with a slash: a page follows it. */
    appUrl: `${appUrl.replace(/\/$/, '')}/`,
    clock,
    codes: createCodes(clock),
    tokens: createTokens(clock),
    mailbox: openMailbox(folder, clock),
    faults: createFaults(),
    /** How often each endpoint of WeChat was called: tests prove that a token was fetched once. */
    calls: new Map<string, number>(),
  }
}
export type Sandbox = ReturnType<typeof createSandbox>
