import type { MessageKind } from 'shared/notifications/contract'
import { Column, Entity, PrimaryColumn } from 'typeorm'

/** By which channels an account wants one kind of message; without a row: WeChat, no text message. */
@Entity('message_setting')
export class MessageSetting {
  @PrimaryColumn({ name: 'account_id', type: 'char', length: 36 })
  accountId: string
  @PrimaryColumn({ name: 'kind', type: 'varchar', length: 24 })
  kind: MessageKind
  @Column({ name: 'wechat', type: 'boolean' })
  wechat: boolean
  @Column({ name: 'sms', type: 'boolean' })
  sms: boolean
}
