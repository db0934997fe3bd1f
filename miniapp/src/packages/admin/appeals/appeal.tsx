import { useState } from 'react'
import { Text } from '@tarojs/components'
import { identityStaff } from '../../../api/identity-staff'
import { useDraft } from '../../../api/use-draft'
import { useWorkAct } from '../../../features/at-work/use-second-factor'
import { WorkPage } from '../../../features/at-work/work-page'
import { back, useParams } from '../../../navigation'
import { Button } from '../../../ui/button'
import { Card, Facts } from '../../../ui/card'
import { Field } from '../../../ui/field'
import { confirm, say } from '../../../ui/overlays'
import { StateTag } from '../../../ui/state-tag'
import { EmptyState, Loading, Refusal } from '../../../ui/states'
import { instantWords } from '../../../ui/words'
import { appealsKey, useAppeals, type AppealToDecide } from './use-appeals'
import { appealState } from './words'

type Outcome = 'upheld' | 'rejected'

const questions: Record<Outcome, (appeal: AppealToDecide) => Parameters<typeof confirm>[0]> = {
  upheld: ({ name, boundAccounts }) => ({
    title: `把${name}的身份全部解绑？`,
    words: boundAccounts
      ? `绑着它的 ${boundAccounts} 个微信都会马上解开，不能再用这个身份预约、用卡。申诉的人可以重新实名。`
      : '现在没有微信绑着它。支持后，申诉的人可以重新实名。',
    yes: '支持申诉，全部解绑',
    danger: true,
  }),
  rejected: ({ name }) => ({ title: `不支持${name}的申诉？`, words: '绑定不变。他会看到您写的原因。', yes: '不支持' }),
}

const Deciding = ({ appeal }: { appeal: AppealToDecide }) => {
  const { appealId } = appeal
  const [{ reason }, change, clear] = useDraft(`appeal:${appealId}`, { reason: '' })
  const [tried, setTried] = useState(false)
  const { act, busy, problem } = useWorkAct(
    'decide-appeal',
    (body: { outcome: Outcome; reason: string }, idempotencyKey) =>
      identityStaff.decideAppeal({ params: { appealId }, body, idempotencyKey }),
    {
      changes: [appealsKey],
      done: ({ state }) => {
        clear()
        say(state === 'upheld' ? '解绑了，申诉的人可以重新实名' : '已答复，绑定不变')
        back()
      },
    },
  )
  const short = reason.trim().length < 2
  const decide = async (outcome: Outcome) => {
    if (short) return setTried(true)
    if (await confirm(questions[outcome](appeal))) await act({ outcome, reason: reason.trim() })
  }
  return (
    <>
      <Field
        label="怎么核实的，为什么这样处理"
        hint="申诉的人会看到。比如：本人带身份证来窗口，核对无误"
        area
        max={500}
        value={reason}
        onChange={typed => change({ reason: typed })}
        error={tried && short ? '请写一句原因，至少两个字。' : null}
      />
      <Refusal problem={problem} />
      <Button kind="main" busy={busy} onTap={() => void decide('upheld')}>
        支持申诉，全部解绑…
      </Button>
      {busy ? null : <Button onTap={() => void decide('rejected')}>不支持…</Button>}
    </>
  )
}

const Appeal = ({ appeal }: { appeal: AppealToDecide }) => (
  <>
    <Card>
      <Facts
        facts={[
          ['现在', <StateTag key="state" {...appealState[appeal.state]} />],
          ['姓名', appeal.name],
          ['身份证', appeal.identityNumber],
          ['电话', appeal.phone],
          ['绑着的', `${appeal.boundAccounts} 个微信`],
          ['提出', instantWords(appeal.createdAt)],
          ['处理', appeal.decidedAt && instantWords(appeal.decidedAt)],
          ['原因', appeal.decisionReason],
        ]}
      />
    </Card>
    <Card title="他说">
      <Text>{appeal.statement}</Text>
    </Card>
    {appeal.state === 'open' ? <Deciding appeal={appeal} /> : null}
  </>
)

/** One appeal: checked outside (by phone, at the window), decided here with the reason. */
export default function AppealPage() {
  const { appealId } = useParams()
  const loaded = useAppeals()
  const appeal = loaded.data?.appeals.find(a => a.appealId === appealId)
  return (
    <WorkPage title="身份申诉" lead="先打电话或当面核对身份证，再决定。" shows={[loaded]}>
      <Loading of={loaded}>
        {() =>
          appeal ? (
            <Appeal key={appeal.appealId} appeal={appeal} />
          ) : (
            <EmptyState icon="warning" title="没有这件申诉" doors={[{ words: '返回', onTap: back }]} />
          )
        }
      </Loading>
    </WorkPage>
  )
}
