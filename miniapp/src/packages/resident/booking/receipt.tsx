import './booking.css'
import { Text, View } from '@tarojs/components'
import { useShareAppMessage } from '@tarojs/taro'
import type { Appointment } from 'shared/appointments/model'
import { isLive } from 'shared/appointments/state-machine'
import { appointments } from '../../../api/appointments'
import { useLoad } from '../../../api/use-load'
import { statusWords, whenWords } from '../../../features/appointments/words'
import { AskCard } from '../../../features/notifications/ask-card'
import { GoAndPay } from '../../../features/payments/go-and-pay'
import { feeWords, isDue } from '../../../features/payments/words'
import { useWhom } from '../../../features/whom/use-whom'
import { go, useParams } from '../../../navigation'
import { addToCalendar } from '../../../platform/calendar'
import { copy } from '../../../platform/phone'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { Facts } from '../../../ui/card'
import { Icon } from '../../../ui/icon'
import { say } from '../../../ui/overlays'
import { Page } from '../../../ui/page'
import { Row, Rows } from '../../../ui/rows'
import { clockWords, dateWords, nearName, weekday } from '../../../ui/words'
import { FoundAppointment } from '../appointments/found-appointment'
import { instantOf } from './availability'
import { nextSteps, proofText } from './proof-words'
import { Steps } from './steps'

const done: Record<string, string> = {
  book: '约好了',
  move: '时间改好了',
  follow: '复诊约好了',
  offer: '候补的号是您的了',
  paid: '付好了，约好了',
}

/** The page may be opened again long after: what has become of the number comes before what was done. */
const titleOf = (of: Appointment, did: string): string => {
  const { status } = of
  if (!isLive(status)) return `这个号${statusWords[status].words}`
  if (isDue(of)) return '号给您留着，等您付款'
  if (status === 'pending')
    return `${did === 'paid' ? '钱付好了' : did === 'move' ? '时间改好了' : '号给您留好了'}，等医院确认`
  return done[did] ?? '预约凭证'
}

const Mark = ({ of: { status } }: { of: Appointment }) =>
  isLive(status) ? (
    <View className="receipt-mark">
      <Icon name={status === 'pending' ? 'waiting' : 'done'} />
      <Text>{status === 'pending' ? '号已经留住，别人约不走' : '到时候按时来就行'}</Text>
    </View>
  ) : null

const Proof = ({ of }: { of: Appointment }) => {
  const { session, from, to, personName } = of
  const near = nearName(session.day)
  return (
    <View className="card proof">
      <View className="proof-when">
        <View className="quiet">{near === weekday(session.day) ? '看病时间' : `看病时间：${near}`}</View>
        <View className="proof-time">{`${dateWords(session.day)} ${weekday(session.day)}`}</View>
        <View className="proof-time number">{clockWords(from, to)}</View>
      </View>
      <Facts
        facts={[
          ['给谁', personName],
          ['医生', [session.doctorName, session.doctorTitle].filter(Boolean).join(' ')],
          [
            '地方',
            <View key="at">
              {`${session.institutionName} ${session.departmentName}`}
              {session.place ? <View className="strong">{session.place}</View> : null}
            </View>,
          ],
          ['费用', feeWords(of)],
        ]}
      />
    </View>
  )
}

const ForTheFamily = ({ of }: { of: Appointment }) => {
  const whom = useWhom('appointments')
  const own = whom.choices.find(({ person }) => person.personId === of.personId)?.basis === 'self'
  const copyText = async () =>
    say((await copy(proofText(of))) ? '已复制，去微信里粘贴给家人' : '没有复制成功，可以截屏')
  const remind = async () => {
    const { session, from, to } = of
    const added = await addToCalendar({
      title: `看病：${session.institutionName} ${session.departmentName}`,
      place: session.place ?? session.institutionName,
      from: instantOf(session.day, from),
      to: instantOf(session.day, to),
    })
    say(added ? '加好了，看病前一小时手机会提醒' : '没有加到日历，可以截屏记下时间')
  }
  return (
    <>
      {process.env.TARO_ENV === 'weapp' ? (
        <Button icon="share" openType="share">
          发给家人
        </Button>
      ) : null}
      <Rows title="别忘了，让家人也知道">
        <Row icon="bell" title="加到手机日历" note="看病前一小时提醒您" onTap={() => void remind()} />
        <Row icon="file" title="复制给家人" note="时间、地点、要带什么，贴到微信里" onTap={() => void copyText()} />
        {own ? (
          <Row icon="family" title="加给家人看" note="授权一位家人，替您看和改预约" onTap={() => go(routes.proxies)} />
        ) : null}
        <Row
          icon="booked"
          title="改时间、取消"
          note="在这个预约的详情里"
          onTap={() => go(routes.appointment, { appointmentId: of.appointmentId })}
        />
      </Rows>
    </>
  )
}

/** 凭证: what was done, for whom, when, where, bring what, and what comes next. */
export default function Receipt() {
  const { appointmentId = '', did = '' } = useParams()
  const loaded = useLoad(
    ['appointment', appointmentId],
    () => appointments.appointment({ params: { appointmentId } }),
    { keep: true },
  )
  // No name in it: a shared card is seen by whoever is in the chat.
  useShareAppMessage(() => ({
    title: loaded.data ? `预约：${whenWords(loaded.data)} ${loaded.data.session.institutionName}` : '预约凭证',
    path: `${routes.appointment}?appointmentId=${appointmentId}`,
  }))
  return (
    <Page
      title={loaded.data ? titleOf(loaded.data, did) : '预约凭证'}
      shows={[loaded]}
      foot={
        loaded.data ? (
          <Button kind="main" onTap={() => go(routes.home)}>
            好，回首页
          </Button>
        ) : null
      }
    >
      <FoundAppointment of={loaded}>
        {appointment => (
          <>
            {appointment.payment && isDue(appointment) ? (
              <GoAndPay payment={appointment.payment} />
            ) : (
              <Mark of={appointment} />
            )}
            <Proof of={appointment} />
            {isLive(appointment.status) ? <Steps title="接下来" steps={nextSteps(appointment)} /> : null}
            {did && isLive(appointment.status) && !isDue(appointment) ? (
              <AskCard moment={did === 'paid' ? 'paid' : 'booked'} />
            ) : null}
            <ForTheFamily of={appointment} />
          </>
        )}
      </FoundAppointment>
    </Page>
  )
}
