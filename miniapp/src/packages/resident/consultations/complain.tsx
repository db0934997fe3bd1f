import { consultations } from '../../../api/consultations'
import { useAct } from '../../../api/use-act'
import { useDraft } from '../../../api/use-draft'
import { back, useParams } from '../../../navigation'
import { Button } from '../../../ui/button'
import { Field } from '../../../ui/field'
import { say } from '../../../ui/overlays'
import { Page } from '../../../ui/page'
import { Refusal } from '../../../ui/states'

const atLeast = 5

/** 投诉: to the county's administrator, who answers here. */
export default function Complain() {
  const { consultationId = '' } = useParams()
  const [draft, change, clear] = useDraft(`complain:${consultationId}`, { statement: '' })
  const { act, busy, problem } = useAct(
    'complain-consultation',
    (body: { statement: string }, idempotencyKey) =>
      consultations.complain({ params: { consultationId }, body, idempotencyKey }),
    {
      changes: [['consultation', consultationId]],
      done: () => {
        clear()
        say('投诉已经收到，有答复会通知您')
        back()
      },
    },
  )
  const statement = draft.statement.trim()
  return (
    <Page
      title="哪里不满意？"
      lead="由县级管理员处理，答复会发到“消息”里。"
      foot={
        <>
          <Refusal problem={problem} />
          <Button
            kind="main"
            busy={busy}
            onTap={() => (statement.length < atLeast ? say('请写清楚是什么事') : void act({ statement }))}
          >
            提交投诉
          </Button>
        </>
      }
    >
      <Field
        label="请写清楚是什么事"
        area
        max={1000}
        value={draft.statement}
        onChange={typed => change({ statement: typed })}
      />
    </Page>
  )
}
