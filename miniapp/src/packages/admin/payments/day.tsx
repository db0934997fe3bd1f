import { useState } from 'react'
import { Text, View } from '@tarojs/components'
import { paymentsAdmin } from '../../../api/payments-admin'
import { giveList } from '../../../features/at-work/give-list'
import { useWorkAct } from '../../../features/at-work/use-second-factor'
import { WorkPage } from '../../../features/at-work/work-page'
import { useParams } from '../../../navigation'
import { Button } from '../../../ui/button'
import { Card } from '../../../ui/card'
import { say } from '../../../ui/overlays'
import { Row, Rows } from '../../../ui/rows'
import { StateTag } from '../../../ui/state-tag'
import { Loading, Refusal } from '../../../ui/states'
import { dayWords, instantWords } from '../../../ui/words'
import { DifferenceCard } from './difference-card'
import { paymentDaysKey, usePaymentDay, type PaymentDay } from './use-payments'
import { daySentence, dayTag, totalWords } from './words'

/** Long lists come in parts. */
const part = 15

const Standing = ({ day }: { day: PaymentDay }) => (
  <Card>
    <View className="stack">
      <View className="line line-apart">
        <Text className="strong grow">{totalWords(day)}</Text>
        <StateTag {...dayTag(day)} />
      </View>
      <Text className={day.state === 'open' || day.state === 'missing' ? 'danger' : 'quiet'}>{daySentence(day)}</Text>
      {day.reconciledAt ? <Text className="quiet small">{`${instantWords(day.reconciledAt)} 对过`}</Text> : null}
    </View>
  </Card>
)

const Institutions = ({ institutions }: Pick<PaymentDay, 'institutions'>) => {
  const [most, setMost] = useState(part)
  if (institutions.length === 0) return null
  return (
    <>
      <Rows title="各家收了多少">
        {institutions.slice(0, most).map(({ institutionId, institutionName, payments, refunds }) => (
          <Row key={institutionId} icon="hospital" title={institutionName} note={totalWords({ payments, refunds })} />
        ))}
      </Rows>
      {institutions.length > most ? <Button onTap={() => setMost(most + part)}>再看一些</Button> : null}
    </>
  )
}

const Differences = ({ differences }: Pick<PaymentDay, 'differences'>) => {
  const [most, setMost] = useState(part)
  if (differences.length === 0) return null
  const inOrder = [...differences].sort((a, b) => Number(b.state === 'open') - Number(a.state === 'open'))
  return (
    <>
      <Text className="group-title">和微信账单不一样的</Text>
      {inOrder.slice(0, most).map(difference => (
        <DifferenceCard key={difference.differenceId} difference={difference} />
      ))}
      {differences.length > most ? <Button onTap={() => setMost(most + part)}>再看一些</Button> : null}
    </>
  )
}

const Again = ({ day }: { day: PaymentDay }) => {
  const { act, busy, problem } = useWorkAct(
    'reconcile-payments',
    (of: string, idempotencyKey) => paymentsAdmin.reconcileDay({ params: { day: of }, idempotencyKey }),
    { changes: [paymentDaysKey], done: fresh => say(`对完了：${dayTag(fresh).words}`) },
  )
  return (
    <>
      <Refusal problem={problem} />
      <Button
        kind={day.state === 'green' ? 'second' : 'main'}
        icon="refresh"
        busy={busy}
        busyWords="正在拿账单、逐笔对…"
        onTap={() => void act(day.day)}
      >
        再对一次
      </Button>
    </>
  )
}

/** One day: what each institution took, every difference, and the list with the fields of 电子票据. */
export default function PaymentDayPage() {
  const { day = '' } = useParams()
  const loaded = usePaymentDay(day)
  const exported = () =>
    void giveList(`${day} 收退款明细.csv`, () => paymentsAdmin.exportDay({ params: { day } }), '明细已下载')
  return (
    <WorkPage
      title={/^\d{4}-\d\d-\d\d$/.test(day) ? `${dayWords(day)}的账` : '一天的账'}
      shows={[loaded]}
      foot={loaded.data && loaded.data.state !== 'waiting' ? <Again day={loaded.data} /> : null}
    >
      <Loading of={loaded} cards={3}>
        {found => (
          <>
            <Standing day={found} />
            <Differences differences={found.differences} />
            <Institutions institutions={found.institutions} />
            <Button icon="download" onTap={exported}>
              导出这天的明细（Excel 能打开）
            </Button>
          </>
        )}
      </Loading>
    </WorkPage>
  )
}
