import type { Appointment } from 'shared/appointments/model'
import type { Loaded } from '../../../api/use-load'
import { replace } from '../../../navigation'
import { routes } from '../../../routes'
import { EmptyState, Loading } from '../../../ui/states'

interface Props {
  of: Loaded<Appointment>
  children: (appointment: Appointment) => React.ReactNode
}

/** An appointment that a link names; the link may be broken, or have been sent to somebody who may not see it. */
export const FoundAppointment = ({ of, children }: Props) =>
  of.data === undefined && (of.problem?.code === 'not_found' || of.problem?.code === 'validation_failed') ? (
    <EmptyState
      icon="help"
      title="没有找到这个预约"
      words="可能链接不完整，或者还没有授权给您看。请预约的人在“家人”里给您授权。"
      doors={[{ words: '看我的预约', onTap: () => replace(routes.appointments) }]}
    />
  ) : (
    <Loading of={of}>{children}</Loading>
  )
