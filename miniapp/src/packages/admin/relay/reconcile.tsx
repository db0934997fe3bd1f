import '../common/admin.css'
import { useState } from 'react'
import { Text, View } from '@tarojs/components'
import { relay } from '../../../api/relay'
import { useWorkAct } from '../../../features/at-work/use-second-factor'
import { WorkPage } from '../../../features/at-work/work-page'
import { Button } from '../../../ui/button'
import { Card } from '../../../ui/card'
import { Row, Rows } from '../../../ui/rows'
import { StateTag } from '../../../ui/state-tag'
import { Loading, Refusal } from '../../../ui/states'
import { instantWords } from '../../../ui/words'
import { DayRangeFields, lastWeek, rangeProblem, type DayRange } from '../common/day-range'
import { relayKey, useRelayStatus, type Reconciliation } from './use-relay'
import { daysWords, differenceWords, kindWords, reconciledWords } from './words'

/** Long lists come in parts. */
const part = 30

const Result = ({ result }: { result: Reconciliation }) => {
  const [most, setMost] = useState(part)
  const { differences, finishedAt } = result
  return (
    <>
      <Card title={`对的是 ${daysWords(result)}`}>
        <View className="stack">
          <Text className="strong">{reconciledWords(result)}</Text>
          <Text className="quiet">{finishedAt ? `${instantWords(finishedAt)} 对完` : '还在对，过一会儿再看'}</Text>
        </View>
      </Card>
      {differences.length ? (
        <Rows title="不一样的">
          {differences.slice(0, most).map(({ businessKey, kind, repaired }) => (
            <Row
              key={`${businessKey} ${kind}`}
              title={`${kindWords(businessKey.split(':')[0] ?? '')}：${differenceWords[kind]}`}
              note={businessKey}
              side={
                repaired ? (
                  <StateTag words="补好了" tone="good" icon="done" />
                ) : (
                  <StateTag words="要人看" tone="bad" icon="warning" />
                )
              }
            />
          ))}
        </Rows>
      ) : null}
      {differences.length > most ? <Button onTap={() => setMost(most + part)}>再看一些</Button> : null}
    </>
  )
}

/** 和县平台对账: compares both sides for a range of days; what can be repaired is, the rest is listed. */
export default function ReconcilePage() {
  const status = useRelayStatus()
  const [range, setRange] = useState<DayRange>(lastWeek)
  const [tried, setTried] = useState(false)
  const [result, setResult] = useState<Reconciliation | null>(null)
  const { act, busy, problem } = useWorkAct(
    'reconcile',
    (body: DayRange, idempotencyKey) => relay.reconcile({ body, idempotencyKey }),
    { changes: [relayKey], done: setResult },
  )
  const wrong = rangeProblem(range)
  return (
    <WorkPage
      title="和县平台对哪几天的账？"
      lead="一条一条比，缺的补送，补不了的列出来。"
      shows={[status]}
      foot={
        <>
          <Refusal problem={problem} />
          <Button
            kind="main"
            icon="verified"
            busy={busy}
            busyWords="正在一条条比…"
            onTap={() => (wrong ? setTried(true) : void act(range))}
          >
            开始对账
          </Button>
        </>
      }
    >
      <DayRangeFields value={range} onChange={setRange} tried={tried} />
      <Loading of={status} cards={1}>
        {({ lastReconciliation }) => {
          const shown = result ?? lastReconciliation
          return shown ? <Result result={shown} /> : null
        }}
      </Loading>
    </WorkPage>
  )
}
