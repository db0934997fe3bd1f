import './consultations.css'
import { Text, View } from '@tarojs/components'
import type { z } from 'zod/mini'
import type { ConsultationLine } from 'shared/consultations/contract'
import { Unread } from '../../../features/consultations/unread'
import { leadsNowhere, standing } from '../../../features/consultations/words'
import { GoAndPay } from '../../../features/payments/go-and-pay'
import { go } from '../../../navigation'
import { routes } from '../../../routes'
import { Icon } from '../../../ui/icon'
import { StateTag } from '../../../ui/state-tag'
import { Tap } from '../../../ui/tap'
import { dateWords, instantWords } from '../../../ui/words'

type Line = z.infer<typeof ConsultationLine>

/** One of my consultations: whom, which doctor, how it stands, what is new; one that waits for payment with its action. */
export const ConsultationCard = ({ of }: { of: Line }) => {
  const { consultationId, personName, doctorName, institutionName, lastAt, askedAt, unread, payment, followUpOn } = of
  const { words, tone } = standing(of)
  const due = payment?.state === 'due' && !leadsNowhere(of) ? payment : null
  return (
    <View className="card stack">
      <Tap
        className="consultation-row"
        label={`${personName} 问 ${doctorName}医生 ${words}${unread ? `，${unread} 条新消息` : ''}`}
        onTap={() => go(routes.consultation, { consultationId })}
      >
        <View className="line line-apart">
          <Text className="strong">{`${doctorName}医生`}</Text>
          <StateTag words={words} tone={tone} />
        </View>
        <Text className="quiet small">{institutionName}</Text>
        <View className="line">
          <Text className="grow">{`为 ${personName} · ${instantWords(lastAt ?? askedAt)}`}</Text>
          <Unread count={unread} />
          <Icon name="next" className="row-door" />
        </View>
        {followUpOn ? <Text>{`医生请您 ${dateWords(followUpOn)} 复诊`}</Text> : null}
      </Tap>
      {due ? <GoAndPay payment={due} what="question" /> : null}
    </View>
  )
}
