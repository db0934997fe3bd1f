import { useState } from 'react'
import { Text, View } from '@tarojs/components'
import type { z } from 'zod/mini'
import type { NoShowRecord } from 'shared/appointments/model'
import { appointments } from '../../../api/appointments'
import { useAct } from '../../../api/use-act'
import { useDraft } from '../../../api/use-draft'
import { Button } from '../../../ui/button'
import { Field } from '../../../ui/field'
import { say } from '../../../ui/overlays'
import { StateTag } from '../../../ui/state-tag'
import { Refusal } from '../../../ui/states'

type Block = NonNullable<z.infer<typeof NoShowRecord>['block']>

const states = {
  open: { words: '正在看', tone: 'waiting', icon: 'waiting' },
  lifted: { words: '已恢复预约', tone: 'good', icon: 'done' },
  upheld: { words: '没有通过', tone: 'bad', icon: 'refused' },
} as const

const Answered = ({ appeal: { state, statement, answer } }: { appeal: NonNullable<Block['appeal']> }) => (
  <View className="card stack">
    <View className="line line-apart">
      <Text className="strong">您的申诉</Text>
      <StateTag {...states[state]} />
    </View>
    <Text>{statement}</Text>
    <Text className="quiet">{answer ? `答复：${answer}` : '县里的工作人员会看，有结果会写在这里。'}</Text>
  </View>
)

const Form = ({ blockId }: { blockId: string }) => {
  const [{ statement }, change, clear] = useDraft(`appeal-${blockId}`, { statement: '' })
  const [tried, setTried] = useState(false)
  const short = statement.trim().length < 5
  const { act, busy, problem } = useAct(
    'appeal-block',
    (input: { blockId: string; statement: string }, idempotencyKey) =>
      appointments.appealBlock({
        params: { blockId: input.blockId },
        body: { statement: input.statement },
        idempotencyKey,
      }),
    {
      changes: [['no-shows']],
      done: () => {
        clear()
        say('申诉交上去了，结果会写在这里')
      },
    },
  )
  const submit = () => {
    setTried(true)
    if (!short) void act({ blockId, statement: statement.trim() })
  }
  return (
    <View className="card stack">
      <Field
        area
        label="记错了，或有特殊情况？写下来申诉"
        hint="比如：那天去了，报到机坏了；家里老人住院来不了。"
        value={statement}
        max={500}
        error={tried && short ? '请写清楚一点，至少 5 个字。' : null}
        onChange={value => change({ statement: value })}
      />
      <Refusal problem={problem} />
      <Button kind="main" busy={busy} busyWords="正在交…" onTap={submit}>
        交申诉
      </Button>
    </View>
  )
}

/** Every block has an unblock: ask for it with a reason, see how it was answered. */
export const Appeal = ({ block: { blockId, appeal } }: { block: Block }) =>
  appeal ? <Answered appeal={appeal} /> : <Form blockId={blockId} />
