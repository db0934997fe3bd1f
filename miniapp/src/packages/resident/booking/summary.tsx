import { Text, View } from '@tarojs/components'
import type { SlotOffer } from 'shared/appointments/model'
import { whenWords } from '../../../features/appointments/words'
import { feeWords } from '../../../features/payments/words'
import { go } from '../../../navigation'
import { routes } from '../../../routes'
import { Icon } from '../../../ui/icon'
import { clockWords, dateWords, deadlineWords, moneyWords, nearName, weekday } from '../../../ui/words'
import { cancelUntil, type SessionDetail } from './availability'
import { ChangeableLine } from './changeable-line'
import { bookingRoutes } from './routes'
import type { Errand } from './use-errand'

const costWords = ({ session, fee, payNow }: SessionDetail, { purpose, earlier }: Errand): string => {
  if (purpose === 'follow') return '免费（三天内复诊）'
  if (purpose === 'book' && payNow) {
    return `${moneyWords(payNow.fee)}，现在付款，号给您留 ${payNow.minutes} 分钟`
  }
  if (purpose === 'move' && earlier.data?.payment?.state === 'paid') return `${feeWords(earlier.data)}，改时间不用再付`
  if (fee === 0) return session.fee === 0 ? '免费' : '免费，按年龄不收挂号费'
  return `${moneyWords(fee)}，到窗口付`
}

const cancelWords = (
  { cancelMinutesBefore, payNow }: SessionDetail,
  slot: SlotOffer,
  now: number = Date.now(),
): string => {
  const until = cancelUntil(slot.day, slot.from, cancelMinutesBefore)
  return until > now
    ? `${deadlineWords(until)} 前可以在手机上取消，${payNow ? '钱全退' : '不收钱'}`
    : '离看病时间太近，约了就不能在手机上取消'
}

/** When, big; whom, where, how much, what to bring, until when it can be given back. */
export const Summary = ({ detail, slot, errand }: { detail: SessionDetail; slot: SlotOffer; errand: Errand }) => {
  const { session, bring } = detail
  const { departmentId, institutionId, doctorId } = session
  const near = nearName(slot.day)
  const otherTime = () => go(routes.bookingDoctors, { departmentId, doctorId, ...errand.carry })
  const otherDoctor = () => go(routes.bookingDoctors, { departmentId, ...errand.carry })
  const otherDepartment = () => go(bookingRoutes.departments, { institutionId })
  return (
    <View className="card changeable">
      <ChangeableLine name="时间" change={otherTime}>
        <View className="big">{`${dateWords(slot.day)} ${weekday(slot.day)}`}</View>
        <View className="big number">{clockWords(slot.from, slot.to)}</View>
        {near === weekday(slot.day) ? null : <View className="quiet">{`就是${near}`}</View>}
        {errand.purpose === 'move' && errand.earlier.data ? (
          <View className="quiet">{`原来是 ${whenWords(errand.earlier.data)}`}</View>
        ) : null}
      </ChangeableLine>
      <ChangeableLine name="医生" change={otherDoctor}>
        <Text className="strong">{[session.doctorName, session.doctorTitle].filter(Boolean).join(' ')}</Text>
      </ChangeableLine>
      <ChangeableLine name="地方" {...(errand.purpose === 'book' ? { change: otherDepartment } : {})}>
        <Text className="strong">{`${session.institutionName} ${session.departmentName}`}</Text>
        {session.place ? <View className="quiet">{session.place}</View> : null}
      </ChangeableLine>
      <ChangeableLine name="费用">{costWords(detail, errand)}</ChangeableLine>
      {bring.length ? <ChangeableLine name="要带">{bring.join('、')}</ChangeableLine> : null}
      <View className="line changeable-note">
        <Icon name="info" />
        <Text className="grow">{cancelWords(detail, slot)}</Text>
      </View>
    </View>
  )
}
