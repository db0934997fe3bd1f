import { Text, View } from '@tarojs/components'
import type { Appointment } from 'shared/appointments/model'
import { whomWords } from '../../features/appointments/words'
import { useOpenedNews } from '../../features/appointments/opened-news'
import { refundSentence } from '../../features/payments/words'
import { go } from '../../navigation'
import { routes } from '../../routes'
import { Button } from '../../ui/button'
import { Card } from '../../ui/card'
import { StateTag } from '../../ui/state-tag'
import { clockWords, dateWords, weekday } from '../../ui/words'

/** Nobody should set out for a doctor who is not there: until it was opened, with the way on. */
const CalledOffCard = ({ of }: { of: Appointment }) => {
  const { appointmentId, session, from, to, lastChange } = of
  const { departmentId } = session
  const stopped = session.state === 'stopped'
  const refund = refundSentence(of)
  return (
    <Card>
      <View className="stack">
        <View className="line line-apart">
          <Text className="strong">{stopped ? '医生停诊，请不要跑空' : '这个号医院没有接受'}</Text>
          <StateTag words="已取消" tone="bad" icon="cancelled" />
        </View>
        <View className="next-gone">
          <Text className="next-time">{`${dateWords(session.day)} ${weekday(session.day)}`}</Text>
          <Text className="next-time number">{clockWords(from, to)}</Text>
        </View>
        <Text>{whomWords(of)}</Text>
        {lastChange.reason ? <Text className="danger">{`原因：${lastChange.reason}`}</Text> : null}
        {refund ? <Text className="quiet">{refund}</Text> : null}
        <Button kind="main" icon="later" onTap={() => go(routes.bookingDoctors, { departmentId })}>
          约别的时间
        </Button>
        <Button kind="plain" onTap={() => go(routes.appointment, { appointmentId })}>
          知道了，看详情
        </Button>
      </View>
    </Card>
  )
}

/** One at a time: the one called off last that was not opened yet. */
export const CalledOff = ({ all }: { all: readonly Appointment[] }) => {
  const opened = useOpenedNews(news => news.appointmentIds)
  const of = all.find(({ appointmentId }) => !opened.includes(appointmentId))
  return of ? <CalledOffCard of={of} /> : null
}
