import { type Clock } from '../clock'
import { type Mailbox } from '../mailbox'
import { openBooks } from './books'
import { createPayFaults } from './faults'
import { type PayKeys } from './keys'

export type PaySettings = {
  /** Whose key signs answers to a request that names none in Wechatpay-Serial. */
  answersSignedBy: 'public-key' | 'certificate'
  callbacksSignedBy: 'public-key' | 'certificate'
  /** `held`: a callback goes out only when it is told to (/__pay/callbacks/deliver). */
  callbacks: 'sent' | 'held'
  /** Callbacks go to this origin, whatever notify_url says: for a test that learns late where its server listens. */
  callbackOrigin: string | null
  /** How long a refund is under way, and then again how long an abnormal one stays so. */
  refundSeconds: number
  /** WeChat's fee in hundredths of a per cent: 60 = 0.60 %. */
  feeBasisPoints: number
}

export type PayOptions = { appId: string; keys: PayKeys; folder?: string; clock: Clock; mailbox: Mailbox }

/** All that the sandbox WeChat Pay knows; its verbs are plain functions over it. */
export function createPay({ appId, keys, folder, clock, mailbox }: PayOptions) {
  const settings: PaySettings = {
    answersSignedBy: 'public-key',
    callbacksSignedBy: 'public-key',
    callbacks: 'sent',
    callbackOrigin: null,
    refundSeconds: 20,
    feeBasisPoints: 0,
  }
  return { appId, keys, clock, mailbox, settings, books: openBooks(folder), faults: createPayFaults() }
}
export type Pay = ReturnType<typeof createPay>
