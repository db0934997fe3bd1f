/** What the parts of the server are given; made once in app.ts. */
import type { Logger } from 'pino'
import type { DataSource } from 'typeorm'
import type { Clock } from './clock'
import type { Config } from './config'
import type { Live } from './live'
import type { ObjectStore, VirusScan } from './modules/attachments'
import type { CountyPlatform } from './relay/connector'
import type { FieldCipher } from './security/field-cipher'
import type { WechatApi } from './wechat/api'
import type { ContentCheck } from './wechat/content-check'
import type { WechatPay } from './wechat/pay'

export interface Context {
  config: Config
  db: DataSource
  cipher: FieldCipher
  clock: Clock
  log: Logger
  wechat: WechatApi
  /** Null: no merchant is configured, so fees are paid at the window. */
  pay: WechatPay | null
  county: CountyPlatform
  /** Where pictures and sound are kept, encrypted. */
  files: ObjectStore
  /** Null: uploads are not scanned. */
  virusScan: VirusScan | null
  /** Null: what people send each other is not checked. */
  contentCheck: ContentCheck | null
  /** Tells the phones that are connected that there is something new. */
  live: Live
}
