import { Text, View } from '@tarojs/components'
import { openWechatSettings } from '../../../platform/subscribe'
import { Button } from '../../../ui/button'
import { Card } from '../../../ui/card'
import { Page } from '../../../ui/page'
import { Loading } from '../../../ui/states'
import { SettingCard } from './setting-card'
import { useNotificationSettings, type Setting } from './use-settings'

/** How to be told again after a refusal: WeChat asks no more once its box 总是保持以上选择 was ticked. */
const Refused = () => (
  <Card title="有的消息，您在微信里选了不接收">
    <View className="stack">
      <Text>想再收到，先点下面那一类的“再允许一次”。微信没有再问您的话，就打开微信的设置，把那一类改成“接收”。</Text>
      <Button icon="settings" onTap={openWechatSettings}>
        打开微信的消息设置
      </Button>
    </View>
  </Card>
)

const isRefused = ({ wechat }: Setting): boolean => wechat.wanted && wechat.template !== 'none' && wechat.refused

/** 消息提醒: per kind of message, by which channels; the inbox has every one in any case. */
export default function MessageSettings() {
  const loaded = useNotificationSettings()
  return (
    <Page
      title="哪些事要告诉您？"
      lead="关掉的也会放在小程序的“消息”里，只是不再打扰您。微信规定：允许一次，收一条。"
      shows={[loaded]}
    >
      <Loading of={loaded}>
        {settings => (
          <>
            {settings.some(isRefused) ? <Refused /> : null}
            {settings.map(setting => (
              <SettingCard key={setting.kind} setting={setting} />
            ))}
          </>
        )}
      </Loading>
    </Page>
  )
}
