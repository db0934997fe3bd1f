import { useState } from 'react'
import { Text } from '@tarojs/components'
import { desk } from '../../../api/desk'
import { useWorkAct } from '../../../features/at-work/use-second-factor'
import { WorkPage } from '../../../features/at-work/work-page'
import { back, useParams } from '../../../navigation'
import { Button } from '../../../ui/button'
import { Card, Facts } from '../../../ui/card'
import { say } from '../../../ui/overlays'
import { EmptyState, Loading, Refusal } from '../../../ui/states'
import { dateWords } from '../../../ui/words'
import { ReasonField } from './reason-field'
import { blocksKey, useBlocks } from './use-blocks'

type Block = Awaited<ReturnType<typeof desk.blocks>>['blocks'][number]

const reasons = ['情况属实，这次不算', '路上耽误，下次请提前取消', '已电话核实，解除限制', '没有说明原因，限制不变']

/** Lifting is always possible; keeping it is only an answer to an appeal. */
const Decision = ({ block: { blockId, personName, endsOn, noShows, appeal } }: { block: Block }) => {
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const { act, busy, problem } = useWorkAct(
    'desk-decide-block',
    (body: { lift: boolean; reason: string }, idempotencyKey) =>
      desk.decideBlock({ params: { blockId }, body, idempotencyKey }),
    {
      changes: [blocksKey],
      done: ({ lifted }) => {
        say(lifted ? '解除了，他现在就能约' : '已答复，限制不变')
        back()
      },
    },
  )
  const short = reason.trim().length < 2
  const decide = (lift: boolean) => (short ? setTried(true) : void act({ lift, reason: reason.trim() }))
  return (
    <>
      <Card>
        <Facts
          facts={[
            ['居民', personName],
            ['没来', `${noShows} 次`],
            ['限制到', dateWords(endsOn)],
          ]}
        />
      </Card>
      {appeal === null ? null : (
        <Card title="他申诉说">
          <Text>{appeal}</Text>
        </Card>
      )}
      <ReasonField reasons={reasons} value={reason} onChange={setReason} max={200} error={tried && short} />
      <Refusal problem={problem} />
      <Button kind="main" busy={busy} onTap={() => decide(true)}>
        解除限制
      </Button>
      {appeal === null || busy ? null : <Button onTap={() => decide(false)}>限制不变，答复他</Button>}
    </>
  )
}

/** One block with its appeal, to be lifted or answered. */
export default function BlockPage() {
  const { blockId } = useParams()
  const loaded = useBlocks()
  return (
    <WorkPage title="要解除限制吗？" lead="您写的话，居民会看到。" shows={[loaded]}>
      <Loading of={loaded}>
        {({ blocks }) => {
          const block = blocks.find(b => b.blockId === blockId)
          return block ? (
            <Decision block={block} />
          ) : (
            <EmptyState
              icon="done"
              title="这一条已经没有了"
              words="可能到期了，或者同事刚处理过。"
              doors={[{ words: '返回', onTap: back }]}
            />
          )
        }}
      </Loading>
    </WorkPage>
  )
}
