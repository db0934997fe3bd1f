import { useState } from 'react'
import { Text, View } from '@tarojs/components'
import type { Difference } from 'shared/payments/admin-contract'
import { paymentsAdmin } from '../../../api/payments-admin'
import { useWorkAct } from '../../../features/at-work/use-second-factor'
import { Button } from '../../../ui/button'
import { Card, Facts } from '../../../ui/card'
import { Field } from '../../../ui/field'
import { say } from '../../../ui/overlays'
import { Sheet } from '../../../ui/sheet'
import { StateTag } from '../../../ui/state-tag'
import { Refusal } from '../../../ui/states'
import { instantWords } from '../../../ui/words'
import { paymentDaysKey } from './use-payments'
import { differenceTags, differenceWords, sumWords } from './words'

const leastNote = 5

const Explaining = ({ differenceId, onClose }: { differenceId: string; onClose: () => void }) => {
  const [note, setNote] = useState('')
  const [tried, setTried] = useState(false)
  const { act, busy, problem } = useWorkAct(
    'explain-difference',
    (body: { note: string }, idempotencyKey) =>
      paymentsAdmin.explainDifference({ params: { differenceId }, body, idempotencyKey }),
    {
      changes: [paymentDaysKey],
      done: () => {
        say('写明了，这一处不再算没对上')
        onClose()
      },
    },
  )
  const short = note.trim().length < leastNote
  return (
    <Sheet title="查清了吗？写明原因" onClose={onClose}>
      <Field
        label="怎么回事，怎么处理的"
        hint="比如：在商户平台手工退的款，退款单已核对"
        area
        max={200}
        value={note}
        onChange={setNote}
        error={tried && short ? `请写清楚，至少 ${leastNote} 个字。` : null}
      />
      <Text className="quiet small">会记下是您写的，不能再改。</Text>
      <Refusal problem={problem} />
      <Button kind="main" busy={busy} onTap={() => (short ? setTried(true) : void act({ note: note.trim() }))}>
        写明，不再算没对上
      </Button>
    </Sheet>
  )
}

/** One line where bill and books differ: both sums, the number to look it up by, and what was found out. */
export const DifferenceCard = ({ difference }: { difference: Difference }) => {
  const { differenceId, kind, number, books, bill, state, note, by, at } = difference
  const [explaining, setExplaining] = useState(false)
  return (
    <Card>
      <View className="stack">
        <View className="line line-apart">
          <Text className="strong grow">{differenceWords[kind]}</Text>
          <StateTag {...differenceTags[state]} />
        </View>
        <Facts
          facts={[
            ['我们的账', sumWords(books)],
            ['微信账单', sumWords(bill)],
            ['单号', number],
            ['发现', instantWords(at)],
            ['说明', note],
            ['谁写的', by],
          ]}
        />
        {state === 'open' ? <Button onTap={() => setExplaining(true)}>查清了，写明原因…</Button> : null}
      </View>
      {explaining ? <Explaining differenceId={differenceId} onClose={() => setExplaining(false)} /> : null}
    </Card>
  )
}
