import { Text, View } from '@tarojs/components'
import type { ConsultationLine } from 'shared/consultations/contract'
import { awaited, leadsNowhere, standing } from '../../features/consultations/words'
import { GoAndPay } from '../../features/payments/go-and-pay'
import { go } from '../../navigation'
import { routes } from '../../routes'
import { Button } from '../../ui/button'
import { Card } from '../../ui/card'
import { StateTag } from '../../ui/state-tag'

/** A consultation under way, or one whose end nobody read: with whom, what comes next, and the one way there. */
export const ConsultationCard = ({ of }: { of: ConsultationLine }) => {
  const { consultationId, doctorName, institutionName, personName, payment } = of
  const { words, ours } = awaited(of)
  const open = () => go(routes.consultation, { consultationId })
  const due = payment?.state === 'due' && !leadsNowhere(of) ? payment : null
  return (
    <Card>
      <View className="stack">
        <View className="line line-apart">
          <Text className="quiet">在线问诊</Text>
          <StateTag {...standing(of)} />
        </View>
        <Text className="big">{words}</Text>
        <Text>{`${doctorName}医生 ${institutionName} · 为 ${personName} 问`}</Text>
        {due ? <GoAndPay payment={due} what="question" /> : null}
        <Button kind={ours && !due ? 'main' : 'second'} icon="chat" onTap={open}>
          {due ? '看问题，或者不问了' : '去看看'}
        </Button>
      </View>
    </Card>
  )
}
