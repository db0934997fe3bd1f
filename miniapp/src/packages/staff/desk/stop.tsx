import { useState } from 'react'
import { Text, View } from '@tarojs/components'
import { desk } from '../../../api/desk'
import { useLoad } from '../../../api/use-load'
import { OutcomePage } from '../../../features/forms/outcome-page'
import { useWorkAct } from '../../../features/at-work/use-second-factor'
import { WorkPage } from '../../../features/at-work/work-page'
import { back, useParams } from '../../../navigation'
import { Button } from '../../../ui/button'
import { Card } from '../../../ui/card'
import { Icon } from '../../../ui/icon'
import { confirm } from '../../../ui/overlays'
import { Row, Rows } from '../../../ui/rows'
import { Loading, Refusal } from '../../../ui/states'
import { dayWords, periodWords } from '../../../ui/words'
import { ReasonField } from './reason-field'
import { changes } from './use-row-act'

type Preview = Awaited<ReturnType<typeof desk.stopPreview>>

const reasons = ['医生临时有急诊', '医生请假', '医生外出会诊', '设备检修'] as const
const nameOf = ({ session }: Preview) => `${session.doctorName} ${dayWords(session.day)} ${periodWords[session.period]}`

/** What the stop will do, counted, before anything is done. */
const Effects = ({ preview: { toCancel, arrived, waitlisted, alternatives } }: { preview: Preview }) => (
  <>
    <Card title="停诊后会这样">
      <View className="stack">
        <Text>
          {toCancel ? `取消 ${toCancel} 个预约，每位居民都会收到停诊的消息和原因。` : '这半天还没有人约，不会影响谁。'}
        </Text>
        {arrived ? (
          <View className="line danger">
            <Icon name="warning" />
            <Text className="strong grow">{`其中 ${arrived} 位已经到了，正在候诊。请当面告诉他们。`}</Text>
          </View>
        ) : null}
        {waitlisted ? <Text>{`${waitlisted} 位在候补，候补也会结束。`}</Text> : null}
        <Text className="quiet">付过挂号费的，钱全退。这半天不再放号，停了就不能撤回。</Text>
      </View>
    </Card>
    {alternatives.length ? (
      <Rows title="会请居民改约（同一天、同级，不多收钱）">
        {alternatives.map(({ sessionId, doctorName, remaining }) => (
          <Row key={sessionId} icon="doctor" title={doctorName} side={`还有 ${remaining} 个号`} />
        ))}
      </Rows>
    ) : (
      <Card title="同一天没有别的同级医生有号">
        <Text className="quiet">居民会收到停诊消息，自己另约时间。人多的话，建议打电话安排。</Text>
      </Card>
    )}
  </>
)

const Stopping = ({ preview, onStopped }: { preview: Preview; onStopped: (cancelled: number) => void }) => {
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const { sessionId } = preview.session
  const { act, busy, problem } = useWorkAct(
    'desk-stop',
    (body: { reason: string }, idempotencyKey) => desk.stopSession({ params: { sessionId }, body, idempotencyKey }),
    { changes, done: ({ cancelled }) => onStopped(cancelled) },
  )
  const short = reason.trim().length < 2
  const stop = async () => {
    if (short) return setTried(true)
    const sure = await confirm({
      title: `停诊：${nameOf(preview)}？`,
      words: preview.toCancel ? `${preview.toCancel} 个预约会马上取消，不能撤回。` : '停了就不能撤回。',
      yes: preview.toCancel ? `停诊，取消 ${preview.toCancel} 个预约` : '停诊',
      danger: true,
    })
    if (sure) await act({ reason: reason.trim() })
  }
  return (
    <>
      <Effects preview={preview} />
      <Text className="group-title">为什么停诊？</Text>
      <ReasonField reasons={reasons} value={reason} onChange={setReason} max={100} error={tried && short} />
      <Refusal problem={problem} />
      <Button kind="danger-main" busy={busy} busyWords="正在停诊…" onTap={() => void stop()}>
        停诊…
      </Button>
      <Button kind="plain" onTap={back}>
        不停了，返回
      </Button>
    </>
  )
}

/** 停诊: what it will do first, then the reason, then asked once more. */
export default function StopPage() {
  const { sessionId = '' } = useParams()
  const [stopped, setStopped] = useState<{ cancelled: number; name: string } | null>(null)
  const loaded = useLoad(['stop-preview', sessionId], () => desk.stopPreview({ params: { sessionId } }), {
    when: stopped === null,
    every: 15_000,
  })
  if (stopped)
    return (
      <OutcomePage
        title="停诊"
        outcome="已经停诊"
        words={stopped.cancelled ? `取消了 ${stopped.cancelled} 个预约，正在通知居民。` : '没有人受影响。'}
        facts={[['停的是', stopped.name]]}
        doors={[{ words: '回到名单', onTap: back }]}
      />
    )
  return (
    <WorkPage title="要停诊吗？" {...(loaded.data ? { lead: nameOf(loaded.data) } : {})} shows={[loaded]}>
      <Loading of={loaded}>
        {preview => (
          <Stopping preview={preview} onStopped={cancelled => setStopped({ cancelled, name: nameOf(preview) })} />
        )}
      </Loading>
    </WorkPage>
  )
}
