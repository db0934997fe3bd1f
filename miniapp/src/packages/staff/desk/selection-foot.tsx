import { View } from '@tarojs/components'
import { desk } from '../../../api/desk'
import { useWorkAct } from '../../../features/at-work/use-second-factor'
import { Button } from '../../../ui/button'
import { say } from '../../../ui/overlays'
import { Refusal } from '../../../ui/states'
import { changes, resultWords } from './use-row-act'

/** What is done with those that are ticked. */
export const SelectionFoot = ({
  ids,
  onRefuse,
  onDone,
}: {
  ids: string[]
  onRefuse: () => void
  onDone: () => void
}) => {
  const { act, busy, problem } = useWorkAct(
    'desk-confirm-many',
    (appointmentIds: string[], idempotencyKey) => desk.confirm({ body: { appointmentIds }, idempotencyKey }),
    {
      changes,
      done: ({ results }) => {
        say(resultWords(results, '已确认'))
        onDone()
      },
    },
  )
  return (
    <>
      <Refusal problem={problem} />
      <View className="desk-foot">
        <Button kind="main" icon="done" busy={busy} busyWords="正在确认…" onTap={() => void act(ids)}>
          {`确认 ${ids.length} 位`}
        </Button>
        <Button kind="danger" onTap={onRefuse}>
          不接受…
        </Button>
        <Button kind="plain" onTap={onDone}>
          不选了
        </Button>
      </View>
    </>
  )
}
