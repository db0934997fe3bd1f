import { doctorConsultations } from '../../../api/doctor-consultations'
import { useDraft } from '../../../api/use-draft'
import { useWorkAct } from '../../../features/at-work/use-second-factor'
import { Button } from '../../../ui/button'
import { Field } from '../../../ui/field'
import { say } from '../../../ui/overlays'
import { Sheet } from '../../../ui/sheet'
import { Refusal } from '../../../ui/states'
import { changedBy } from './use-consultation'

/** 不接: the resident reads why, and is refunded. */
export const DeclineSheet = ({ consultationId, onClose }: { consultationId: string; onClose: () => void }) => {
  const [draft, change, clear] = useDraft(`decline:${consultationId}`, { words: '' })
  const { act, busy, problem } = useWorkAct(
    'consultation-decline',
    (body: { words: string }, idempotencyKey) =>
      doctorConsultations.decline({ params: { consultationId }, body, idempotencyKey }),
    {
      changes: changedBy(consultationId),
      done: () => {
        clear()
        say('已告诉居民')
        onClose()
      },
    },
  )
  const words = draft.words.trim()
  return (
    <Sheet title="为什么不接？" onClose={onClose}>
      <Field
        label="告诉居民的原因"
        hint="居民会看到这句话；付的钱全部退回"
        area
        max={200}
        value={draft.words}
        onChange={typed => change({ words: typed })}
      />
      <Refusal problem={problem} />
      <Button
        kind="danger-main"
        busy={busy}
        onTap={() => (words.length < 2 ? say('请写一句原因') : void act({ words }))}
      >
        不接，告诉居民
      </Button>
    </Sheet>
  )
}
