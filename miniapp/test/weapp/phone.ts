import type { WebSocket } from 'ws'
import type { PrivacyAnswer } from './wx-privacy'
import type { Asked } from './wx-request'

/** WeChat as the built mini-program finds it: storage, requests, navigation, and what tests set or look at. */
export interface Phone {
  /** The server that stands behind every `wx.request`, whatever origin was built in. */
  server: string
  storage: Map<string, unknown>
  online: boolean
  /** What `wx.login` gives next. */
  loginCode: () => Promise<string>
  /** What the camera reads next; null: closed. */
  scanned: string | null
  /** What WeChat's phone button gives next. */
  phoneCode: () => Promise<string>
  /** What the person does on WeChat's payment page, with what it was opened with; ends as its errMsg does. */
  pays: (parameters: Record<string, string>) => Promise<'ok' | 'fail cancel' | 'fail'>
  /** WeChat has not had the person's agreement to our privacy notice yet, and asks us to ask. */
  privacyNeeded: boolean
  /** What the app told WeChat to call then, and the button that the person agreed by. */
  askPrivacy: ((resolve: (answer: PrivacyAnswer) => void) => void) | null
  agreedBy: string | null
  /** What the person answers to WeChat's question about a template; by default it is accepted. A number: WeChat's errCode. */
  subscribes: (templateId: string) => string | number
  /** Templates of each question that WeChat put. */
  prompts: string[][]
  /** A tap is being handled: WeChat puts its question only then. */
  tapping: boolean
  /** How often WeChat's settings were opened. */
  settingsOpened: number
  /** What stands on the tabs. */
  badges: Map<number, string>
  /** Whether WeChat can open sockets; those that are open. */
  sockets: boolean
  wires: Set<WebSocket>
  /** What the person picks of their pictures next. */
  picks: Uint8Array[]
  /** What the microphone hears; null: not allowed. */
  spoken: Uint8Array | null
  /** Temporary files by their path. */
  files: Map<string, Uint8Array>
  /** Addresses of pictures that were shown over the whole screen. */
  previewed: string[]
  /** How many of the next answers to writes are lost on their way back: the server has acted, the phone does not know. */
  answersToLose: number
  /** What a newer server would answer instead: given the path and what this one answered. */
  newer: ((path: string, answer: unknown) => unknown) | null
  /** What the app told WeChat to call once it has fetched a new version; how often it changed over to it. */
  updateReady: (() => void) | null
  updates: number
  networkChanged: ((change: { isConnected: boolean; networkType: string }) => void) | null
  requests: Asked[]
  said: string[]
  fontSizeScaleFactor: number
}

/** On the network, with nothing kept, nobody signed in and nothing set. */
export const newPhone = (some: Partial<Phone> & { server: string }): Phone => ({
  storage: new Map(),
  online: true,
  loginCode: async () => 'no-code',
  scanned: null,
  phoneCode: async () => 'no-code',
  pays: async () => 'fail cancel',
  privacyNeeded: false,
  askPrivacy: null,
  agreedBy: null,
  subscribes: () => 'accept',
  prompts: [],
  tapping: false,
  settingsOpened: 0,
  badges: new Map(),
  sockets: true,
  wires: new Set(),
  picks: [],
  spoken: null,
  files: new Map(),
  previewed: [],
  answersToLose: 0,
  newer: null,
  updateReady: null,
  updates: 0,
  networkChanged: null,
  requests: [],
  said: [],
  fontSizeScaleFactor: 1,
  ...some,
})
