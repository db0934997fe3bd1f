import { relayContract } from 'shared/relay/contract'
import { problem } from 'shared/kernel/errors'
import type { Context } from '../context'
import { type Routes, routes } from '../http/call'

export const relayRoutes = (_context: Context): Routes =>
  routes(relayContract, {
    relayStatus: async () => problem('unavailable'),
    deadLetters: async () => problem('unavailable'),
    replay: async () => problem('unavailable'),
    reconcile: async () => problem('unavailable'),
    syncNow: async () => problem('unavailable'),
  })
