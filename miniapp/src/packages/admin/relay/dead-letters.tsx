import { useState } from 'react'
import { Text, View } from '@tarojs/components'
import { relay } from '../../../api/relay'
import { useWorkAct } from '../../../features/at-work/use-second-factor'
import { WorkPage } from '../../../features/at-work/work-page'
import { Button } from '../../../ui/button'
import { Card, Facts } from '../../../ui/card'
import { say } from '../../../ui/overlays'
import { EmptyState, Loading, Refusal } from '../../../ui/states'
import { instantWords } from '../../../ui/words'
import { relayKey, useDeadLetters } from './use-relay'
import { kindWords, refusalWords } from './words'

type Letter = Awaited<ReturnType<typeof relay.deadLetters>>['deadLetters'][number]

/** Long lists come in parts. */
const part = 20

const LetterCard = ({ letter: { eventId, kind, businessKey, createdAt, attempts, reason } }: { letter: Letter }) => {
  const { act, busy, problem } = useWorkAct(
    `replay:${eventId}`,
    (_: string, idempotencyKey) => relay.replay({ params: { eventId }, idempotencyKey }),
    { changes: [relayKey], done: () => say('重新排队了，过一会儿看结果') },
  )
  return (
    <Card title={`${kindWords(kind)}：县平台没收`}>
      <View className="stack">
        <Text className="danger">{refusalWords(reason)}</Text>
        <Facts
          facts={[
            ['产生', instantWords(createdAt)],
            ['试过', `${attempts} 次`],
          ]}
        />
        <View className="quiet small">
          <View>{`县平台的原话：${reason}`}</View>
          <View>{`打电话问时报这个编号：${businessKey.split(':')[1]}`}</View>
        </View>
        <Refusal problem={problem} />
        <Button icon="sent" busy={busy} busyWords="正在排队…" onTap={() => void act(createdAt)}>
          重新送
        </Button>
      </View>
    </Card>
  )
}

/** 县平台没收的记录: each with the platform's own reason; replayed once the reason is gone. */
export default function DeadLettersPage() {
  const loaded = useDeadLetters()
  const [most, setMost] = useState(part)
  return (
    <WorkPage title="县平台没收的记录" lead="先按原因和县平台改好，再重新送；不改，多半还是不收。" shows={[loaded]}>
      <Loading of={loaded}>
        {({ deadLetters }) =>
          deadLetters.length === 0 ? (
            <EmptyState icon="done" title="一条也没有" words="送出去的，县平台都收下了。" />
          ) : (
            <>
              {deadLetters.slice(0, most).map(letter => (
                <LetterCard key={letter.eventId} letter={letter} />
              ))}
              {deadLetters.length > most ? <Button onTap={() => setMost(most + part)}>再看一些</Button> : null}
            </>
          )
        }
      </Loading>
    </WorkPage>
  )
}
