import './doctor-consultations.css'
import { Text } from '@tarojs/components'
import type { QueueLine } from 'shared/consultations/doctor-contract'
import { doctorDesk } from '../../../api/doctor-desk'
import { useLoad } from '../../../api/use-load'
import { useWorkAct } from '../../../features/at-work/use-second-factor'
import { WorkPage } from '../../../features/at-work/work-page'
import { useWorkplace } from '../../../features/at-work/workplace'
import { go } from '../../../navigation'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { useNow } from '../../../ui/countdown'
import { say } from '../../../ui/overlays'
import { Row, Rows } from '../../../ui/rows'
import { EmptyState, Loading, Refusal, With } from '../../../ui/states'
import { addresses } from './addresses'
import { LineCard } from './line-card'
import { useQueue } from './use-queue'

type Work = NonNullable<ReturnType<typeof useQueue>['data']>

const Group = ({ title, lines, now }: { title: string; lines: readonly QueueLine[]; now: number }) =>
  lines.length ? (
    <>
      <Text className="group-title">{`${title}（${lines.length}）`}</Text>
      {lines.map(line => (
        <LineCard key={line.consultationId} line={line} now={now} />
      ))}
    </>
  ) : null

/** The switch: new consultations come, or no longer; those under way go on. */
const useDuty = (institutionId: string | undefined) => {
  const key = ['doctor-desk', institutionId]
  const desk = useLoad(key, () => doctorDesk.desk({ query: { institutionId } }))
  const duty = useWorkAct(
    'consultation-duty',
    (body: { onDuty: boolean; institutionId: string | undefined }, idempotencyKey) =>
      doctorDesk.setDuty({ body, idempotencyKey }),
    {
      changes: [key],
      done: ({ onDuty }) => say(onDuty ? '开始接诊，居民现在能找到您' : '停止接新的问诊，正在问的继续'),
    },
  )
  return { desk, duty, set: (onDuty: boolean) => void duty.act({ onDuty, institutionId }) }
}

const DutyRow = ({ desk, duty, set }: ReturnType<typeof useDuty>) =>
  desk.data ? (
    <Rows>
      <Row
        icon="duty"
        title={desk.data.onDuty ? '正在接诊' : '没有接诊'}
        note={
          desk.data.mayNotBecause ??
          `今天来了 ${desk.data.askedToday} 个，最多 ${desk.data.dailyCap ?? desk.data.institutionCap} 个`
        }
        side={
          desk.data.onDuty ? (
            <Button small busy={duty.busy} onTap={() => set(false)}>
              停止
            </Button>
          ) : null
        }
      />
    </Rows>
  ) : null

const Lists = ({ waiting, running, toFollowUp, toRecord, on }: Work & { on: boolean | undefined }) => {
  const now = useNow(30_000)
  if (waiting.length + running.length + toFollowUp.length + toRecord.length === 0)
    return (
      <EmptyState
        icon="chat"
        title="现在没有要答的问诊"
        words={on ? '有人来问，这里会出现，微信也会提醒您。' : '打开“接诊”，居民才能找到您。'}
      />
    )
  return (
    <>
      <Group title="等您接诊" lines={waiting} now={now} />
      <Group title="正在问诊" lines={running} now={now} />
      <Group title="要随访的" lines={toFollowUp} now={now} />
      <Group title="还没写小结" lines={toRecord} now={now} />
    </>
  )
}

/** 待办: what waits, the oldest promise first; answering never loses the place in the list. */
export default function Queue() {
  const { institutionId, choice } = useWorkplace(['doctor'])
  const atDesk = useDuty(institutionId)
  const { desk, duty, set } = atDesk
  const loaded = useQueue()
  const on = desk.data?.onDuty
  return (
    <WorkPage
      title="在线问诊"
      shows={[loaded, desk]}
      foot={
        on === false && desk.data?.mayConsult ? (
          <>
            <Refusal problem={duty.problem} />
            <Button kind="main" icon="duty" busy={duty.busy} onTap={() => set(true)}>
              开始接诊
            </Button>
          </>
        ) : null
      }
    >
      {choice}
      <DutyRow {...atDesk} />
      <Loading of={loaded} after={[desk]}>
        {work => <Lists {...work} on={on} />}
      </Loading>
      <With of={[desk, loaded]}>
        <Rows>
          <Row icon="history" title="以前的问诊" onTap={() => go(addresses.ended)} />
          <Row icon="settings" title="接诊设置" note="每天最多几个、先问居民什么" onTap={() => go(addresses.desk)} />
          <Row icon="text" title="常用语和宣教" onTap={() => go(addresses.phrases)} />
          <Row icon="care" title="请我代办的居民" onTap={() => go(routes.doctorResidents)} />
        </Rows>
      </With>
    </WorkPage>
  )
}
