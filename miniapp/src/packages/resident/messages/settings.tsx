import { Page } from '../../../ui/page'
import { Loading } from '../../../ui/states'
import { SettingCard } from './setting-card'
import { useNotificationSettings } from './use-settings'

/** 消息提醒: per kind of message, by which channels; the inbox has every one in any case. */
export default function MessageSettings() {
  const loaded = useNotificationSettings()
  return (
    <Page title="哪些事要告诉您？" lead="关掉的也会放在小程序的“消息”里，只是不再打扰您。" shows={[loaded]}>
      <Loading of={loaded}>
        {({ settings }) => (
          <>
            {settings.map(setting => (
              <SettingCard key={setting.kind} setting={setting} />
            ))}
          </>
        )}
      </Loading>
    </Page>
  )
}
