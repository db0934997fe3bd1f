import { useState } from 'react'
import { Text } from '@tarojs/components'
import { desk } from '../../../api/desk'
import { useWorkAct } from '../../../features/at-work/use-second-factor'
import { Button } from '../../../ui/button'
import { say } from '../../../ui/overlays'
import { Sheet } from '../../../ui/sheet'
import { Refusal } from '../../../ui/states'
import { ReasonField } from './reason-field'
import { changes, resultWords } from './use-row-act'

const reasons = [
  '医生临时有事，请改约别的时间',
  '这个病请挂别的科，打电话给我们帮您选',
  '要带转诊单到窗口挂号',
  '重复预约，已留一个',
]

interface Props {
  ids: readonly string[]
  /** 王*, or 3 位. */
  whom: string
  onDone: () => void
  onClose: () => void
}

/** 不接受: one or many, with the reason that each resident reads. */
export const RefuseSheet = ({ ids, whom, onDone, onClose }: Props) => {
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const { act, busy, problem } = useWorkAct(
    'desk-refuse',
    (body: { appointmentIds: string[]; reason: string }, idempotencyKey) => desk.refuse({ body, idempotencyKey }),
    {
      changes,
      done: ({ results }) => {
        say(resultWords(results, '没接受'))
        onDone()
      },
    },
  )
  const short = reason.trim().length < 2
  return (
    <Sheet title={`为什么不接受${whom}的预约？`} onClose={onClose}>
      <Text className="quiet">居民会看到这句话。号会退回去，别人可以再约。</Text>
      <ReasonField reasons={reasons} value={reason} onChange={setReason} max={100} error={tried && short} />
      <Refusal problem={problem} />
      <Button
        kind="danger-main"
        busy={busy}
        onTap={() => (short ? setTried(true) : void act({ appointmentIds: [...ids], reason: reason.trim() }))}
      >
        {ids.length > 1 ? `不接受这 ${ids.length} 个预约` : '不接受这个预约'}
      </Button>
    </Sheet>
  )
}
