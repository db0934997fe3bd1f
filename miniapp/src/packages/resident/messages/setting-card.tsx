import { Text, View } from '@tarojs/components'
import { useConsent } from '../../../features/notifications/use-consent'
import { Button } from '../../../ui/button'
import { Card } from '../../../ui/card'
import { Refusal } from '../../../ui/states'
import { SwitchLine } from './switch-line'
import { useChannels, type Setting } from './use-settings'
import { consentWords } from './words'

const Wechat = ({ setting }: { setting: Setting }) => {
  const { wechat } = setting
  const { needed, ask, busy } = useConsent(wechat.ask ? [wechat.ask] : [])
  const words = consentWords(wechat)
  return (
    <>
      {words ? <Text className={wechat.refused && wechat.wanted ? 'warning' : 'quiet'}>{words}</Text> : null}
      {needed ? (
        <Button small icon="bell" busy={busy} onTap={ask}>
          再允许一次
        </Button>
      ) : null}
    </>
  )
}

/** One kind of message: when it comes, by which channels, and how it stands with WeChat's consent. */
export const SettingCard = ({ setting }: { setting: Setting }) => {
  const { name, when, wechat, sms } = setting
  const { act, busy, problem } = useChannels(setting)
  const change = (some: { wechat?: boolean; sms?: boolean }) => {
    if (!busy) void act({ wechat: wechat.wanted, sms: sms.wanted, ...some })
  }
  return (
    <Card title={name}>
      <View className="stack">
        <Text className="quiet">{when}</Text>
        {wechat.template === 'none' ? null : (
          <SwitchLine
            words="微信里告诉我"
            label={`${name}：微信`}
            on={wechat.wanted}
            onTap={() => change({ wechat: !wechat.wanted })}
          />
        )}
        <Wechat setting={setting} />
        {sms.available ? (
          <SwitchLine
            words="发短信告诉我"
            label={`${name}：短信`}
            on={sms.wanted}
            onTap={() => change({ sms: !sms.wanted })}
          />
        ) : null}
        <Refusal problem={problem} />
      </View>
    </Card>
  )
}
