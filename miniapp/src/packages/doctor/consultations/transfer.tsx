import { useState } from 'react'
import { doctorConsultations } from '../../../api/doctor-consultations'
import { useDraft } from '../../../api/use-draft'
import { useLoad } from '../../../api/use-load'
import { useWorkAct } from '../../../features/at-work/use-second-factor'
import { WorkPage } from '../../../features/at-work/work-page'
import { replace, useParams } from '../../../navigation'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { Field } from '../../../ui/field'
import { say } from '../../../ui/overlays'
import { Row, Rows } from '../../../ui/rows'
import { EmptyState, Loading, Refusal } from '../../../ui/states'
import { changedBy } from './use-consultation'

const atMost = 30

/** 转给同事: who is on duty; the resident is told who has it now. */
export default function Transfer() {
  const { consultationId = '' } = useParams()
  const [chosen, setChosen] = useState<{ doctorId: string; institutionId: string } | null>(null)
  const [draft, change, clear] = useDraft(`transfer:${consultationId}`, { words: '' })
  const loaded = useLoad(['doctor-consultation', consultationId, 'colleagues'], () =>
    doctorConsultations.transferTargets({ params: { consultationId } }),
  )
  const { act, busy, problem } = useWorkAct(
    'consultation-transfer',
    (body: { doctorId: string; institutionId: string; words: string }, idempotencyKey) =>
      doctorConsultations.transfer({ params: { consultationId }, body, idempotencyKey }),
    {
      changes: changedBy(consultationId),
      done: () => {
        clear()
        say('已转给同事')
        replace(routes.doctorHome)
      },
    },
  )
  const words = draft.words.trim()
  const transfer = () => {
    if (!chosen) return say('请先选一位同事')
    if (words.length < 2) return say('请写一句转给同事的原因')
    void act({ ...chosen, words })
  }
  return (
    <WorkPage
      title="转给哪位同事？"
      lead="转出以后您就看不到了，居民会知道现在是谁在看。"
      shows={[loaded]}
      foot={
        <>
          <Refusal problem={problem} />
          <Button kind="main" icon="change" busy={busy} onTap={transfer}>
            转给他
          </Button>
        </>
      }
    >
      <Loading of={loaded}>
        {({ colleagues }) =>
          colleagues.length === 0 ? (
            <EmptyState icon="doctor" title="现在没有别的医生在接诊" words="可以自己接，或者转去门诊。" />
          ) : (
            <Rows>
              {colleagues
                .slice(0, atMost)
                .map(({ doctorId, institutionId, name, title, institutionName, goodAt, waiting }) => (
                  <Row
                    key={`${doctorId} ${institutionId}`}
                    icon="doctor"
                    chosen={chosen?.doctorId === doctorId && chosen.institutionId === institutionId}
                    title={[name, title].filter(Boolean).join(' ')}
                    note={[institutionName, goodAt && `擅长：${goodAt}`, `${waiting} 人在等`]
                      .filter(Boolean)
                      .join(' · ')}
                    onTap={() => setChosen({ doctorId, institutionId })}
                  />
                ))}
            </Rows>
          )
        }
      </Loading>
      <Field
        label="为什么转"
        hint="同事和居民都会看到"
        max={200}
        value={draft.words}
        onChange={typed => change({ words: typed })}
      />
    </WorkPage>
  )
}
