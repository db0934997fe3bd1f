import './show.css'
import { useEffect } from 'react'
import { Text, View } from '@tarojs/components'
import { brighten } from '../../../platform/screen'
import { Button } from '../../../ui/button'
import { Countdown } from '../../../ui/countdown'
import { Icon } from '../../../ui/icon'
import { QrCode } from '../../../ui/qr-code'
import { useShown } from '../../../ui/use-shown'
import type { CardCode } from './use-card-code'

/** Large enough for a scanner at arm's length, and 320 px wide phones still hold it. */
const size = 280

/** Bright while a code is in front, as it was before when the page is left. */
const useBrightness = (): void => {
  const shown = useShown()
  useEffect(() => {
    if (!shown) return undefined
    const restored = brighten()
    return () => void restored.then(restore => restore())
  }, [shown])
}

/** What follows the seconds left. */
const lastWords = ({ problem }: CardCode): string => {
  if (!problem) return '秒后自动换新码，不用管它'
  return problem.code === 'network_unreachable' ? '秒后过期，网络不通，换不了新码' : '秒后过期，新码暂时取不到'
}

const Shown = ({ code, text }: { code: CardCode; text: string }) => {
  useBrightness()
  return (
    <>
      <QrCode text={text} size={size} label="电子健康卡的二维码" />
      <View className="card-clock">
        <Countdown secondsLeft={code.secondsLeft} of={code.lifeSeconds} size={56} />
        <Text className="strong">{lastWords(code)}</Text>
      </View>
      {code.problem ? (
        <Text className="quiet">过期了就出示身份证，工作人员一样能办。</Text>
      ) : (
        <Button kind="plain" icon="refresh" onTap={code.renew}>
          扫过了？换一个新码
        </Button>
      )}
    </>
  )
}

/** Why there is no code, and what works without one: the identity document always does. */
const Gone = ({ code }: { code: CardCode }) => (
  <>
    <View className="card-code-gone">
      <Icon name="offline" />
      <Text className="big">{code.ended ? '刚才的码已经过期' : '现在取不到码'}</Text>
      <Text className="quiet">
        {code.problem?.code === 'network_unreachable' ? '手机没有网络。' : (code.problem?.message ?? '')}
      </Text>
    </View>
    <Text className="strong">请出示身份证，工作人员一样能办。</Text>
    <Text className="quiet">网络通了，新码会自己出来。</Text>
    <Button kind="main" icon="refresh" onTap={code.renew}>
      再试一次
    </Button>
  </>
)

const Waiting = () => (
  <View className="card-code-gone">
    <View className="spinner" />
    <Text className="quiet">正在取码…</Text>
  </View>
)

export const CodeFace = ({ code }: { code: CardCode }) => {
  if (code.text) return <Shown code={code} text={code.text} />
  return code.problem ? <Gone code={code} /> : <Waiting />
}
