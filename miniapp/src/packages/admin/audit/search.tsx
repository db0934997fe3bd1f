import '../common/admin.css'
import { useState } from 'react'
import { Text, View } from '@tarojs/components'
import { audit } from '../../../api/audit'
import { useLoad } from '../../../api/use-load'
import { useSecondFactorFor } from '../../../features/at-work/use-second-factor'
import { WorkPage } from '../../../features/at-work/work-page'
import { Button } from '../../../ui/button'
import { Card } from '../../../ui/card'
import { Row, Rows } from '../../../ui/rows'
import { StateTag } from '../../../ui/state-tag'
import { EmptyState, Loading, Refusal } from '../../../ui/states'
import { dayOf, instantWords } from '../../../ui/words'
import { DayRangeFields, rangeProblem, type DayRange } from '../common/day-range'
import { actionWords } from './words'
import { useAudit, type AuditQuery, type AuditRow } from './use-audit'

type Seal = Awaited<ReturnType<typeof audit.auditSeal>>

const brokenWords: Record<Seal['brokenBatches'][number]['why'], string> = {
  row_changed: '有记录被改过',
  row_missing: '有记录被删了',
  row_added: '有记录是后来塞进去的',
  chain_broken: '封条接不上',
}

const SealCard = ({ seal }: { seal: Seal }) => (
  <Card>
    <View className="stack">
      <View className="line line-apart">
        <Text className="strong">记录的封条</Text>
        {seal.whole ? (
          <StateTag words="完好" tone="good" icon="verified" />
        ) : (
          <StateTag words="被动过" tone="bad" icon="warning" />
        )}
      </View>
      <Text className={seal.whole ? 'quiet' : 'danger strong'}>
        {seal.whole
          ? `封好的 ${seal.sealedRows} 条，没有人改过、删过。还有 ${seal.unsealedRows} 条等下一次封。`
          : '有封好的记录被动过。请马上保留数据库和备份，报告县里的安全负责人。'}
      </Text>
      {seal.brokenBatches.slice(0, 10).map(({ batch, why }) => (
        <Text key={batch} className="danger">{`第 ${batch} 批：${brokenWords[why]}`}</Text>
      ))}
      {seal.lastSealedAt ? <Text className="quiet small">{`上次封：${instantWords(seal.lastSealedAt)}`}</Text> : null}
    </View>
  </Card>
)

/** The chain over all batches, checked now. */
const SealCheck = () => {
  const loaded = useLoad(['audit-seal'], () => audit.auditSeal({}))
  useSecondFactorFor([loaded])
  return (
    <Loading of={loaded} cards={1}>
      {seal => <SealCard seal={seal} />}
    </Loading>
  )
}

const Found = ({ rows, onNarrow }: { rows: AuditRow[]; onNarrow: (some: Partial<AuditQuery>) => void }) => (
  <Rows title={`找到 ${rows.length} 条，新的在前`}>
    {rows.map((row, i) => (
      <Row
        key={`${row.at} ${i}`}
        title={`${row.actor} · ${actionWords(row.action)}`}
        note={[instantWords(row.at), row.personId ? '点开只看这位居民的' : row.accountId ? '点开只看这个人做的' : '']
          .filter(Boolean)
          .join(' · ')}
        {...(row.personId || row.accountId
          ? { onTap: () => onNarrow(row.personId ? { personId: row.personId } : { accountId: row.accountId! }) }
          : {})}
      />
    ))}
  </Rows>
)

/** 访问记录: who saw or changed whose data; looking is itself recorded. */
export default function AuditPage() {
  const [range, setRange] = useState<DayRange>(() => ({ from: dayOf(), to: dayOf() }))
  const [only, setOnly] = useState<Pick<AuditQuery, 'personId' | 'accountId'>>({})
  const [tried, setTried] = useState(false)
  const { found, busy, problem, search, more } = useAudit()
  const wrong = rangeProblem(range)
  const look = (narrowed: typeof only) => {
    setOnly(narrowed)
    if (wrong) setTried(true)
    else search({ ...range, ...narrowed })
  }
  return (
    <WorkPage
      title="查谁看过、改过什么"
      lead="您查的这一次，也会留下记录。"
      foot={
        <>
          <Refusal problem={problem} />
          <Button kind="main" icon="search" busy={busy} busyWords="正在查…" onTap={() => look(only)}>
            查这几天的
          </Button>
        </>
      }
    >
      <SealCheck />
      <DayRangeFields value={range} onChange={setRange} tried={tried} />
      {only.personId || only.accountId ? (
        <View className="line line-apart">
          <StateTag words={only.personId ? '只看一位居民的信息' : '只看一个人做的'} icon="filter" />
          <Button small onTap={() => look({})}>
            看所有人的
          </Button>
        </View>
      ) : null}
      {found && found.rows.length === 0 ? (
        <EmptyState icon="search" title="这几天没有记录" words="换几天再查。" />
      ) : null}
      {found && found.rows.length > 0 ? <Found rows={found.rows} onNarrow={look} /> : null}
      {found?.more ? (
        <Button busy={busy} onTap={more}>
          再看早一些的
        </Button>
      ) : null}
    </WorkPage>
  )
}
