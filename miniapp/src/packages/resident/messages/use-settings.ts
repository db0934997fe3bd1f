import { notifications } from '../../../api/notifications'
import { useAct } from '../../../api/use-act'
import { useLoad } from '../../../api/use-load'
import { consentKey } from '../../../features/notifications/keys'

export type Setting = Awaited<ReturnType<typeof notifications.notificationSettings>>['settings'][number]

export const useNotificationSettings = () =>
  useLoad([...consentKey, 'settings'], () => notifications.notificationSettings({}), { keep: true })

/** Chooses the channels of one kind. */
export const useChannels = ({ kind }: Setting) =>
  useAct(
    `message-channels:${kind}`,
    (wanted: { wechat: boolean; sms: boolean }, idempotencyKey) =>
      notifications.changeNotificationSetting({ params: { kind }, body: wanted, idempotencyKey }),
    { changes: [consentKey] },
  )
