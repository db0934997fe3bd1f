import { Text, View } from '@tarojs/components'
import type { Appointment } from 'shared/appointments/model'
import { isLive } from 'shared/appointments/state-machine'
import { shownStatus } from '../../../features/appointments/words'
import { GoAndPay } from '../../../features/payments/go-and-pay'
import { feeWords } from '../../../features/payments/words'
import { go } from '../../../navigation'
import { routes } from '../../../routes'
import { Icon } from '../../../ui/icon'
import { StateTag } from '../../../ui/state-tag'
import { Tap } from '../../../ui/tap'
import { clockWords, dateWords, nearName, weekday } from '../../../ui/words'
import { byOwnSide, changeWords } from './state-sentences'

/** Somebody else's decision is told on the list already: nobody should find out at the counter. */
const News = ({ of }: { of: Appointment }) => {
  if (of.status !== 'cancelled' || byOwnSide(of)) return null
  return (
    <Text className="danger">{`${changeWords(of)}${of.lastChange.reason ? `：${of.lastChange.reason}` : ''}`}</Text>
  )
}

const Queue = ({ of }: { of: Appointment }) =>
  of.status === 'arrived' && of.queueNumber !== null ? (
    <Text className="strong">
      {`${of.queueNumber} 号${of.peopleAhead === null ? '' : `，前面还有 ${of.peopleAhead} 位`}`}
    </Text>
  ) : null

/** What it costs and how that stands; money on its way back is said louder. A fee due stands on the button. */
const Money = ({ of }: { of: Appointment }) => {
  const { payment, status } = of
  if (payment?.state === 'due' || !(payment || isLive(status))) return null
  return <Text className={payment?.state === 'refunding' ? 'warning' : 'quiet small'}>{feeWords(of)}</Text>
}

const Told = ({ of, relation }: { of: Appointment; relation: string }) => {
  const { session, from, to, personName, followUp } = of
  const { words, tone, icon } = shownStatus(of)
  const near = nearName(session.day)
  return (
    <>
      <View className="line line-apart">
        <Text className="whom-line">{`${relation} ${personName}`}</Text>
        <StateTag words={words} tone={tone} icon={icon} />
      </View>
      <View>
        <View className="when-line">
          {`${dateWords(session.day)} ${weekday(session.day)}${near === weekday(session.day) ? '' : `（${near}）`}`}
        </View>
        <View className="when-line number">{clockWords(from, to)}</View>
      </View>
      <View className="line">
        <View className="grow">
          <View>{[session.doctorName, session.doctorTitle].filter(Boolean).join(' ')}</View>
          <View className="quiet small">
            {`${session.institutionName} ${session.departmentName}${followUp ? ' · 免费复诊' : ''}`}
          </View>
        </View>
        <Icon name="next" className="row-door" />
      </View>
      <Queue of={of} />
      <Money of={of} />
      <News of={of} />
    </>
  )
}

/** One appointment of the list: whom, when, where, how it stands; one that waits for payment with its one action. */
export const AppointmentCard = ({ appointment, relation }: { appointment: Appointment; relation: string }) => {
  const { appointmentId, session, personName, payment } = appointment
  const { words } = shownStatus(appointment)
  const look = `stack ${relation && relation !== '本人' ? 'card-other' : ''}`
  const tap = {
    label: `${relation} ${personName} ${dateWords(session.day)} ${session.doctorName} ${words}`,
    onTap: () => go(routes.appointment, { appointmentId }),
  }
  const told = <Told of={appointment} relation={relation} />
  if (payment?.state !== 'due') {
    return (
      <Tap className={`card ${look}`} {...tap}>
        {told}
      </Tap>
    )
  }
  return (
    <View className={`card ${look}`}>
      <Tap className="stack" {...tap}>
        {told}
      </Tap>
      <GoAndPay payment={payment} />
    </View>
  )
}
