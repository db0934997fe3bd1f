import './consultations.css'
import { Text, View } from '@tarojs/components'
import { endWords } from '../../../features/consultations/words'
import { go } from '../../../navigation'
import { call } from '../../../platform/phone'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { dateWords } from '../../../ui/words'
import { consultationAddresses } from './addresses'
import type { Shown } from './what-was-asked'

const refundWords = ({ payment }: Shown): string | null => {
  if (payment?.state === 'refunding') return '付的钱正在原路退回。'
  return payment?.state === 'refunded' ? '付的钱已经原路退回。' : null
}

const Call = () => (
  <Button kind="danger-main" icon="phone" onTap={() => call('120')}>
    打 120 急救电话
  </Button>
)

const ReadSummary = ({ of: { consultationId } }: { of: Shown }) => (
  <Button kind="main" icon="file" onTap={() => go(consultationAddresses.summary, { consultationId })}>
    看小结和医嘱
  </Button>
)

/** Where one goes on from an end: the summary, a clinic's number, another doctor. At the thumb. */
export const WayOn = ({ of }: { of: Shown }) => {
  const { outcome, summary, toClinic, personId } = of
  if (outcome === 'summary') return <ReadSummary of={of} />
  const urgent = toClinic?.why === 'emergency'
  if (toClinic?.appointmentId) {
    return (
      <>
        {urgent ? <Call /> : null}
        <Button
          kind={urgent ? 'second' : 'main'}
          icon="booked"
          onTap={() => go(routes.appointment, { appointmentId: toClinic.appointmentId ?? '' })}
        >
          看医生替您约的号
        </Button>
      </>
    )
  }
  if (outcome === 'clinic') {
    const departmentId = toClinic?.departmentId
    return (
      <>
        {urgent ? <Call /> : null}
        <Button
          kind={urgent ? 'second' : 'main'}
          icon="calendar"
          onTap={() => (departmentId ? go(routes.bookingDoctors, { departmentId }) : go(routes.booking))}
        >
          现在去挂号
        </Button>
      </>
    )
  }
  return (
    <>
      {summary ? <ReadSummary of={of} /> : null}
      <Button
        kind={summary ? 'second' : 'main'}
        icon="doctor"
        onTap={() => go(consultationAddresses.doctors, { personId })}
      >
        问别的医生
      </Button>
      <Button icon="calendar" onTap={() => go(routes.booking)}>
        预约挂号
      </Button>
    </>
  )
}

/** How it ended, by whom and why. */
export const EndedCard = ({ of }: { of: Shown }) => {
  const { outcome, endedWords, toClinic, summary } = of
  if (!outcome) return null
  const refund = refundWords(of)
  const urgent = toClinic?.why === 'emergency'
  return (
    <View className={`ended stack ${urgent ? 'ended-urgent' : outcome === 'summary' ? '' : 'ended-bad'}`}>
      <Text className="big">{urgent ? '可能是急病，马上打 120' : endWords[outcome]}</Text>
      {toClinic ? <Text>{`医生说：${toClinic.words}`}</Text> : endedWords ? <Text>{endedWords}</Text> : null}
      {toClinic?.departmentName ? <Text>{`请去看：${toClinic.departmentName}`}</Text> : null}
      {summary?.followUpOn ? <Text className="strong">{`复诊日期：${dateWords(summary.followUpOn)}`}</Text> : null}
      {refund ? <Text className="strong">{refund}</Text> : null}
    </View>
  )
}
