import { Text, View } from '@tarojs/components'
import type { Appointment } from 'shared/appointments/model'
import { statusWords } from '../../../features/appointments/words'
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

/** One appointment of the list: whom, when, where, how it stands. */
export const AppointmentCard = ({ appointment, relation }: { appointment: Appointment; relation: string }) => {
  const { appointmentId, session, from, to, personName, status, followUp } = appointment
  const { words, tone, icon } = statusWords[status]
  const near = nearName(session.day)
  return (
    <Tap
      className={`card stack ${relation && relation !== '本人' ? 'card-other' : ''}`}
      label={`${relation} ${personName} ${dateWords(session.day)} ${session.doctorName} ${words}`}
      onTap={() => go(routes.appointment, { appointmentId })}
    >
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
      <Queue of={appointment} />
      <News of={appointment} />
    </Tap>
  )
}
