import { doctorConsultations } from '../../../api/doctor-consultations'
import { newId } from '../../../api/new-id'
import { useDraft } from '../../../api/use-draft'
import { useWorkAct } from '../../../features/at-work/use-second-factor'
import { Button } from '../../../ui/button'
import { ChoiceChips } from '../../../ui/choice-chips'
import { Field } from '../../../ui/field'
import { say } from '../../../ui/overlays'
import { Sheet } from '../../../ui/sheet'
import { Refusal } from '../../../ui/states'
import { changedBy } from './use-consultation'

const often = [
  { value: '请把以前的病历、出院小结或检查单拍清楚发给我。', words: '请拍病历' },
  { value: '请问现在吃哪些药，怎么吃？', words: '问吃什么药' },
  { value: '请问这几天的血压（血糖）是多少？', words: '问血压血糖' },
] as const

/** 先问一句: before accepting, the clock of acceptance goes on. */
export const AskBackSheet = ({ consultationId, onClose }: { consultationId: string; onClose: () => void }) => {
  // With the words, so that what is sent again after a lost answer is the same message.
  const [draft, change, clear] = useDraft(`ask-back:${consultationId}`, { text: '', messageId: newId() })
  const { act, busy, problem } = useWorkAct(
    'consultation-ask-back',
    (body: { messageId: string; text: string }, idempotencyKey) =>
      doctorConsultations.askBack({ params: { consultationId }, body, idempotencyKey }),
    {
      changes: changedBy(consultationId),
      done: () => {
        clear()
        say('已经问了居民，回话会提醒您')
        onClose()
      },
    },
  )
  const text = draft.text.trim()
  return (
    <Sheet title="先问居民什么？" onClose={onClose}>
      <ChoiceChips choices={often} chosen={null} onChoose={words => change({ text: words })} />
      <Field label="要问的话" area max={500} value={draft.text} onChange={typed => change({ text: typed })} />
      <Refusal problem={problem} />
      <Button
        kind="main"
        icon="sent"
        busy={busy}
        onTap={() => (text.length < 2 ? say('请写要问的话') : void act({ messageId: draft.messageId, text }))}
      >
        发给居民
      </Button>
    </Sheet>
  )
}
