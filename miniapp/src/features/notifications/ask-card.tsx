import { Text, View } from '@tarojs/components'
import type { AskMoment } from 'shared/notifications/contract'
import { go } from '../../navigation'
import { routes } from '../../routes'
import { Button } from '../../ui/button'
import { Card } from '../../ui/card'
import { Icon } from '../../ui/icon'
import { useConsentAt, type Outcome } from './use-consent'

const asked: Record<AskMoment, { words: string; button: string; allowed: string }> = {
  booked: {
    words: '前一天晚上和看病前两小时，微信里提醒您；医生停诊，也马上告诉您。',
    button: '看病前提醒我',
    allowed: '好，到时候在微信里提醒您。',
  },
  waitlisted: {
    words: '有人退号、轮到您的时候，微信里马上告诉您，不用守着看。',
    button: '有号告诉我',
    allowed: '好，轮到您就在微信里告诉您。',
  },
  paid: {
    words: '退款到账、看病之前、医生停诊，都在微信里告诉您。',
    button: '有消息告诉我',
    allowed: '好，有消息就在微信里告诉您。',
  },
  consulted: {
    words: '医生接诊、回复、写好小结，微信里马上告诉您，不用一直看着。',
    button: '医生回复了告诉我',
    allowed: '好，医生一回复就在微信里告诉您。',
  },
  on_duty: {
    words: '有居民等您接诊或回复时，微信里告诉您；消息里不写是谁、什么病。',
    button: '有问诊告诉我',
    allowed: '好，有问诊就在微信里告诉您。',
  },
}

const Answered = ({ outcome, allowed }: { outcome: Outcome; allowed: string }) => {
  if (outcome === 'allowed') {
    return (
      <View className="line primary">
        <Icon name="done" />
        <Text className="grow">{allowed}</Text>
      </View>
    )
  }
  if (outcome === 'closed') return <Text>微信现在发不了这类提醒，消息会放在小程序的“消息”里。</Text>
  return (
    <View className="stack">
      <Text>没关系，不影响看病。消息都会放在小程序的“消息”里；想在微信里也收到，随时能改。</Text>
      <Button small onTap={() => go(routes.messageSettings)}>
        看消息提醒设置
      </Button>
    </View>
  )
}

/** Asks once, at the moment it makes sense, whether WeChat may tell; nothing when there is nothing to ask for. */
export const AskCard = ({ moment }: { moment: AskMoment }) => {
  const { needed, ask, busy, outcome } = useConsentAt(moment)
  const { words, button, allowed } = asked[moment]
  if (outcome) {
    return (
      <Card>
        <Answered outcome={outcome} allowed={allowed} />
      </Card>
    )
  }
  if (!needed) return null
  return (
    <Card>
      <View className="stack">
        <Text>{words}</Text>
        <Button icon="bell" busy={busy} onTap={ask}>
          {button}
        </Button>
      </View>
    </Card>
  )
}
