import type { MessageKind } from 'shared/notifications/contract'
import { notifications } from '../../../api/notifications'
import { useAct } from '../../../api/use-act'
import { useLoad } from '../../../api/use-load'
import { consentKey } from '../../../features/notifications/keys'

type Answer = Awaited<ReturnType<typeof notifications.notificationSettings>>['settings'][number]
export type Setting = Answer & { kind: MessageKind }

const isKnown = (setting: Answer): setting is Setting => setting.kind !== 'unknown'

export const useNotificationSettings = () =>
  useLoad(
    [...consentKey, 'settings'],
    async () => (await notifications.notificationSettings({})).settings.filter(isKnown),
    {
      keep: true,
    },
  )

/** Chooses the channels of one kind. */
export const useChannels = ({ kind }: Setting) =>
  useAct(
    `message-channels:${kind}`,
    (wanted: { wechat: boolean; sms: boolean }, idempotencyKey) =>
      notifications.changeNotificationSetting({ params: { kind }, body: wanted, idempotencyKey }),
    { changes: [consentKey] },
  )
