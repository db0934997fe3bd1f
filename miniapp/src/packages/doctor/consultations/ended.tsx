import { useState } from 'react'
import type { QueueLine } from 'shared/consultations/doctor-contract'
import { doctorConsultations } from '../../../api/doctor-consultations'
import { useLoad } from '../../../api/use-load'
import { WorkPage } from '../../../features/at-work/work-page'
import { Button } from '../../../ui/button'
import { useNow } from '../../../ui/countdown'
import { EmptyState, Loading } from '../../../ui/states'
import { LineCard } from './line-card'

/** 以前的问诊: newest first, page by page. */
export default function Ended() {
  const [pages, setPages] = useState<{ before: string | undefined; earlier: QueueLine[] }>({
    before: undefined,
    earlier: [],
  })
  const { before, earlier } = pages
  const loaded = useLoad(['doctor-queue', 'ended', before], () =>
    doctorConsultations.queue({ query: { list: 'ended', before } }),
  )
  const now = useNow(60_000)
  return (
    <WorkPage title="以前的问诊" shows={[loaded]}>
      {earlier.map(line => (
        <LineCard key={line.consultationId} line={line} now={now} />
      ))}
      <Loading of={loaded}>
        {({ ended, next }) =>
          ended.length + earlier.length === 0 ? (
            <EmptyState icon="history" title="还没有结束的问诊" words="看完的问诊会留在这里，小结也在这里看。" />
          ) : (
            <>
              {ended.map(line => (
                <LineCard key={line.consultationId} line={line} now={now} />
              ))}
              {next ? (
                <Button onTap={() => setPages({ before: next, earlier: [...earlier, ...ended] })}>再看以前的</Button>
              ) : null}
            </>
          )
        }
      </Loading>
    </WorkPage>
  )
}
