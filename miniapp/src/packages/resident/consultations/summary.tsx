import './consultations.css'
import { useState } from 'react'
import { consultationRecord } from '../../../api/consultation-record'
import { useLoad } from '../../../api/use-load'
import { SummaryView } from '../../../features/consultations/summary-view'
import { go, useParams } from '../../../navigation'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { Page } from '../../../ui/page'
import { EmptyState, Loading } from '../../../ui/states'

/** 小结和医嘱: what to do at home first, the record below it, earlier versions behind a tap. */
export default function SummaryPage() {
  const { consultationId = '' } = useParams()
  const [all, setAll] = useState(false)
  const loaded = useLoad(
    ['consultation', consultationId, 'summaries'],
    () => consultationRecord.summaryVersions({ params: { consultationId } }),
    { keep: true },
  )
  return (
    <Page
      title="小结和医嘱"
      shows={[loaded]}
      foot={
        <Button kind="main" icon="chat" onTap={() => go(routes.consultation, { consultationId })}>
          看问诊记录
        </Button>
      }
    >
      <Loading of={loaded}>
        {({ versions }) =>
          versions.length === 0 ? (
            <EmptyState icon="file" title="还没有小结" words="医生结束问诊时会写好，到时候会通知您。" />
          ) : (
            <>
              {(all ? versions : versions.slice(0, 1)).map((version, i) => (
                <SummaryView key={version.version} of={version} older={i > 0} />
              ))}
              {versions.length > 1 && !all ? (
                <Button kind="plain" onTap={() => setAll(true)}>
                  看更正前的版本
                </Button>
              ) : null}
            </>
          )
        }
      </Loading>
    </Page>
  )
}
