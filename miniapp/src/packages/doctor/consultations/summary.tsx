import { consultationRecord } from '../../../api/consultation-record'
import { useLoad } from '../../../api/use-load'
import { WorkPage } from '../../../features/at-work/work-page'
import { SummaryView } from '../../../features/consultations/summary-view'
import { useParams } from '../../../navigation'
import { Loading } from '../../../ui/states'

/** 小结: every signed version, newest first. */
export default function SummaryPage() {
  const { consultationId = '' } = useParams()
  const loaded = useLoad(['doctor-consultation', consultationId, 'summaries'], () =>
    consultationRecord.doctorSummaries({ params: { consultationId } }),
  )
  return (
    <WorkPage title="签名的小结" shows={[loaded]}>
      <Loading of={loaded}>
        {({ versions }) =>
          versions.map((version, i) => <SummaryView key={version.version} of={version} older={i > 0} />)
        }
      </Loading>
    </WorkPage>
  )
}
