import { Text, View } from '@tarojs/components'
import type { Appointment } from 'shared/appointments/model'
import { shownStatus, whomWords } from '../../features/appointments/words'
import { GoAndPay } from '../../features/payments/go-and-pay'
import { go } from '../../navigation'
import { routes } from '../../routes'
import { Button } from '../../ui/button'
import { Card } from '../../ui/card'
import { StateTag } from '../../ui/state-tag'
import { clockWords, dateWords, nearName, weekday } from '../../ui/words'

/** The one action that helps now: the card at the counter today, else the appointment itself. */
const Action = ({ next }: { next: Appointment }) =>
  next.status === 'arrived' ? (
    <Button icon="ticket" onTap={() => go(routes.appointment, { appointmentId: next.appointmentId })}>
      {next.peopleAhead === null ? '看排队情况' : `前面还有 ${next.peopleAhead} 位`}
    </Button>
  ) : (
    <Button icon="booked" onTap={() => go(routes.appointment, { appointmentId: next.appointmentId })}>
      看凭证、改时间
    </Button>
  )

export const NextCard = ({ next }: { next: Appointment }) => {
  const { words, tone, icon } = shownStatus(next)
  return (
    <Card>
      <View className="stack">
        <View className="line line-apart">
          <Text className="quiet">{`下一次看病：${nearName(next.session.day)}`}</Text>
          <StateTag words={words} tone={tone} icon={icon} />
        </View>
        <View>
          <Text className="next-time">{`${dateWords(next.session.day)} ${weekday(next.session.day)}`}</Text>
          <Text className="next-time number">{clockWords(next.from, next.to)}</Text>
        </View>
        <Text>{whomWords(next)}</Text>
        {next.session.place ? <Text className="quiet">{next.session.place}</Text> : null}
        {next.payment?.state === 'due' ? <GoAndPay payment={next.payment} /> : <Action next={next} />}
      </View>
    </Card>
  )
}
