import type { DoctorConsultation } from 'shared/consultations/doctor-contract'
import type { Loaded } from '../../../api/use-load'
import { replace } from '../../../navigation'
import { routes } from '../../../routes'
import { EmptyState, Loading } from '../../../ui/states'

interface Props {
  of: Loaded<DoctorConsultation>
  children: (consultation: DoctorConsultation) => React.ReactNode
}

/** A consultation that a link names; it may have been handed to a colleague since. */
export const FoundConsultation = ({ of, children }: Props) =>
  of.data === undefined && (of.problem?.code === 'not_found' || of.problem?.code === 'validation_failed') ? (
    <EmptyState
      icon="help"
      title="没有找到这次问诊"
      words="可能已经转给同事，或者居民已经撤回。"
      doors={[{ words: '回到问诊列表', onTap: () => replace(routes.doctorHome) }]}
    />
  ) : (
    <Loading of={of}>{children}</Loading>
  )
