import './appointments.css'
import { useEffect } from 'react'
import { Text, View } from '@tarojs/components'
import type { Appointment } from 'shared/appointments/model'
import { isLive } from 'shared/appointments/state-machine'
import { appointments } from '../../../api/appointments'
import { useLoad } from '../../../api/use-load'
import { useOpenedNews } from '../../../features/appointments/opened-news'
import { shownStatus } from '../../../features/appointments/words'
import { HeldUntil } from '../../../features/payments/go-and-pay'
import { feeWords, refundSentence } from '../../../features/payments/words'
import { useParams } from '../../../navigation'
import { Facts } from '../../../ui/card'
import { Icon } from '../../../ui/icon'
import { Page } from '../../../ui/page'
import { StateTag } from '../../../ui/state-tag'
import { clockWords, dateWords, deadlineWords, nearName, weekday } from '../../../ui/words'
import { DetailActs } from './detail-acts'
import { DetailDoors } from './detail-doors'
import { FoundAppointment } from './found-appointment'
import { byOwnSide, changeWords, receiptWords, paidNow, stateSentence } from './state-sentences'

/** While waiting outside the room the number of people ahead is what is looked at; else the clinic's word. */
const every = (of: Appointment | undefined): number | undefined => {
  if (of?.payment?.state === 'due' || of?.payment?.state === 'refunding') return 10_000
  if (of?.status === 'arrived' || of?.relay.state === 'waiting') return 15_000
  return of && isLive(of.status) ? 30_000 : undefined
}

const Queue = ({ of: { queueNumber, peopleAhead } }: { of: Appointment }) =>
  queueNumber === null ? null : (
    <View className="card queue">
      <View className="queue-part">
        <Text className="quiet">您的号</Text>
        <Text className="queue-number number">{String(queueNumber)}</Text>
      </View>
      {peopleAhead === null ? null : (
        <View className="queue-part">
          <Text className="quiet">前面还有</Text>
          <Text className="queue-number number">{peopleAhead === 0 ? '下一位' : `${peopleAhead} 位`}</Text>
        </View>
      )}
    </View>
  )

const Head = ({ of }: { of: Appointment }) => {
  const { words, tone, icon } = shownStatus(of)
  const near = nearName(of.session.day)
  const bad = (of.status === 'cancelled' || of.status === 'noshow') && !byOwnSide(of)
  return (
    <View className="card stack">
      <View className="line line-apart">
        <Text className="quiet">{near === weekday(of.session.day) ? '看病时间' : `看病时间：${near}`}</Text>
        <StateTag words={words} tone={tone} icon={icon} />
      </View>
      <View className={of.status === 'cancelled' ? 'when-gone' : ''}>
        <View className="when-big">{`${dateWords(of.session.day)} ${weekday(of.session.day)}`}</View>
        <View className="when-big number">{clockWords(of.from, of.to)}</View>
      </View>
      <Text>{stateSentence(of)}</Text>
      {of.payment?.state === 'due' && of.payment.payBefore ? <HeldUntil until={of.payment.payBefore} /> : null}
      {refundSentence(of) ? <Text className="strong">{refundSentence(of)}</Text> : null}
      <View className={`change ${bad ? 'change-bad' : ''}`}>
        <Icon name="history" />
        <View className="grow">
          <View>{changeWords(of)}</View>
          {of.lastChange.reason && !paidNow(of) ? (
            <View className="strong">{`原因：${of.lastChange.reason}`}</View>
          ) : null}
        </View>
      </View>
    </View>
  )
}

const About = ({ of }: { of: Appointment }) => {
  const { session, personName, bring, can, cancelUntil, relay, payment } = of
  return (
    <View className="card stack">
      <Facts
        facts={[
          ['给谁', personName],
          ['医生', [session.doctorName, session.doctorTitle].filter(Boolean).join(' ')],
          ['科室', `${session.institutionName} ${session.departmentName}`],
          ['地点', session.place ? <Text className="strong">{session.place}</Text> : null],
          ['费用', feeWords(of)],
          ['要带', isLive(of.status) ? bring.join('、') : null],
          [
            '取消',
            can.cancel
              ? `${deadlineWords(cancelUntil)} 前可以取消，${payment?.state === 'paid' ? '挂号费全退' : '不收钱'}`
              : null,
          ],
        ]}
      />
      <View className={`line small ${relay.state === 'refused' ? 'warning' : 'quiet'}`}>
        <Icon name={relay.state === 'delivered' ? 'sent' : 'clock'} />
        <Text className="grow">{receiptWords(of)}</Text>
      </View>
    </View>
  )
}

/** What others called off is said on the first page until it was seen here. */
const useNewsOpened = (of: Appointment | undefined): void => {
  const open = useOpenedNews(news => news.open)
  const news = of?.status === 'cancelled' && !byOwnSide(of) ? of.appointmentId : null
  useEffect(() => {
    if (news) open(news)
  }, [news, open])
}

/** One appointment: how it stands, who changed it last and why, and what can be done. */
export default function Detail() {
  const { appointmentId = '' } = useParams()
  const key = ['appointment', appointmentId]
  const load = () => appointments.appointment({ params: { appointmentId } })
  const first = useLoad(key, load, { keep: true })
  const often = every(first.data)
  const loaded = useLoad(key, load, { keep: true, ...(often ? { every: often } : {}) })
  useNewsOpened(loaded.data)
  return (
    <Page title="预约详情" shows={[loaded]} foot={loaded.data ? <DetailActs of={loaded.data} /> : null}>
      <FoundAppointment of={loaded}>
        {appointment => (
          <>
            {appointment.status === 'arrived' ? <Queue of={appointment} /> : null}
            <Head of={appointment} />
            <About of={appointment} />
            <DetailDoors of={appointment} />
          </>
        )}
      </FoundAppointment>
    </Page>
  )
}
