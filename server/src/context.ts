/** What the parts of the server are given; made once in app.ts. */
import type { Logger } from 'pino'
import type { DataSource } from 'typeorm'
import type { Clock } from './clock'
import type { Config } from './config'
import type { Live } from './live'
import type { CountyPlatform } from './relay/connector'
import type { FieldCipher } from './security/field-cipher'
import type { WechatApi } from './wechat/api'
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
  /** Tells the phones that are connected that there is something new. */
  live: Live
}
