import { useState } from 'react'
import type { Appointment } from 'shared/appointments/model'
import { isLive } from 'shared/appointments/state-machine'
import { directory } from '../../../api/directory'
import { useLoad } from '../../../api/use-load'
import { isDue, paymentWords } from '../../../features/payments/words'
import { go } from '../../../navigation'
import { copy } from '../../../platform/phone'
import { routes } from '../../../routes'
import { say } from '../../../ui/overlays'
import { Row, Rows } from '../../../ui/rows'
import { dayOf } from '../../../ui/words'
import { proofText } from '../booking/proof-words'
import { appointmentRoutes, bookingRoutes } from '../booking/routes'
import { WayThere } from '../booking/way-there'

/** Whatever else helps with this appointment: the proof, the way, the telephone, moving it, appealing. */
export const DetailDoors = ({ of }: { of: Appointment }) => {
  const [asking, setAsking] = useState(false)
  const { session, appointmentId, personId, can, status } = of
  const { institutionId, departmentId, doctorId } = session
  const place = useLoad(
    ['institution', institutionId],
    () => directory.institution({ params: { institutionId }, query: {} }),
    { keep: true },
  )
  const institution = place.data?.institution
  const live = isLive(status) && !isDue(of)
  const copyText = async () =>
    say((await copy(proofText(of))) ? '已复制，去微信里粘贴给家人' : '没有复制成功，可以截屏')
  // On the day itself the main button is the card.
  const moveHere = can.move && session.day === dayOf()
  return (
    <>
      <Rows>
        {moveHere ? (
          <Row
            icon="later"
            title="改时间"
            onTap={() => go(routes.bookingDoctors, { departmentId, doctorId, moves: appointmentId })}
          />
        ) : null}
        {of.payment ? (
          <Row
            icon="money"
            title="看缴费、收据"
            note={paymentWords(of.payment).words}
            onTap={() => go(routes.order, { orderId: of.payment?.orderId })}
          />
        ) : null}
        {live ? <Row icon="ticket" title="看凭证" onTap={() => go(bookingRoutes.receipt, { appointmentId })} /> : null}
        {live ? <Row icon="file" title="复制给家人" onTap={() => void copyText()} /> : null}
        {institution ? (
          <Row
            icon="route"
            title="怎么去、打电话"
            note={[institution.address, institution.phone].filter(Boolean).join(' · ')}
            onTap={() => setAsking(true)}
          />
        ) : null}
        {status === 'noshow' ? (
          <Row
            icon="notice"
            title="爽约记录和申诉"
            note="记错了可以说明原因"
            onTap={() => go(appointmentRoutes.noShows, { personId })}
          />
        ) : null}
        {status === 'cancelled' ? (
          <Row icon="doctor" title="看同科其他医生" onTap={() => go(routes.bookingDoctors, { departmentId })} />
        ) : null}
      </Rows>
      {asking && institution ? <WayThere institution={institution} onClose={() => setAsking(false)} /> : null}
    </>
  )
}
