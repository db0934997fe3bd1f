import './overview.css'
import { Text, View } from '@tarojs/components'
import { relay } from '../../../api/relay'
import { useWorkAct } from '../../../features/at-work/use-second-factor'
import { WorkPage } from '../../../features/at-work/work-page'
import { go } from '../../../navigation'
import { Button } from '../../../ui/button'
import { Card, Facts } from '../../../ui/card'
import { say } from '../../../ui/overlays'
import { Row, Rows } from '../../../ui/rows'
import { StateTag } from '../../../ui/state-tag'
import { Loading, Refusal, With } from '../../../ui/states'
import { instantWords } from '../../../ui/words'
import { addresses } from '../addresses'
import { useOpenAppeals } from '../appeals/use-appeals'
import { usePaymentDays } from '../payments/use-payments'
import { relayKey, useRelayStatus, type RelayStatus } from '../relay/use-relay'
import { breakerWords, reconciledWords, spanWords, standing } from '../relay/words'

const Figure = ({ n, words, bad }: { n: string; words: string; bad?: boolean }) => (
  <View className="figure">
    <Text className={`big number ${bad ? 'danger' : ''}`}>{n}</Text>
    <Text className="small quiet">{words}</Text>
  </View>
)

const SyncButton = () => {
  const { act, busy, problem } = useWorkAct(
    'relay-sync',
    (_: string, idempotencyKey) => relay.syncNow({ idempotencyKey }),
    {
      changes: [relayKey],
      done: ({ changed }) => say(changed ? `拉回来了，更新 ${changed} 处` : '拉回来了，没有变化'),
    },
  )
  return (
    <>
      <Refusal problem={problem} />
      <Button icon="refresh" busy={busy} busyWords="正在拉取…" onTap={() => void act('now')}>
        现在拉一次
      </Button>
    </>
  )
}

const Relay = ({ status }: { status: RelayStatus }) => {
  const { words, tone } = standing(status)
  const { backlog, lagSeconds, deadLetters, deliveredToday, lastSync, lastReconciliation } = status
  return (
    <>
      <Card>
        <View className="stack">
          <View className="line line-apart">
            <Text className="strong">往县平台送</Text>
            <StateTag {...breakerWords[status.breaker]} />
          </View>
          <Text className={tone === 'bad' ? 'danger strong' : tone === 'waiting' ? 'warning strong' : ''}>{words}</Text>
          <View className="figures">
            <Figure n={String(deliveredToday)} words="今天送到" />
            <Figure n={String(backlog)} words="排队等送" />
            <Figure n={spanWords(backlog ? lagSeconds : 0)} words="最久等了" />
            <Figure n={String(deadLetters)} words="县平台没收" bad={deadLetters > 0} />
          </View>
        </View>
      </Card>
      <Rows>
        <Row
          icon="refused"
          title="县平台没收的记录"
          note={deadLetters ? '看原因，改好后重新送' : '一条也没有'}
          side={deadLetters ? <StateTag words={`${deadLetters} 条`} tone="bad" icon="warning" /> : null}
          onTap={() => go(addresses.deadLetters)}
        />
        <Row
          icon="verified"
          title="和县平台对账"
          note={
            lastReconciliation?.finishedAt
              ? `${instantWords(lastReconciliation.finishedAt)}：${reconciledWords(lastReconciliation)}`
              : '还没有对过'
          }
          onTap={() => go(addresses.reconcile)}
        />
      </Rows>
      <Card title="从县平台拉">
        <View className="stack">
          <Facts
            facts={[
              [
                '上一次',
                lastSync
                  ? `${instantWords(lastSync.at)}，${lastSync.outcome === 'ok' ? `成功，更新 ${lastSync.changed} 处` : '没有成功'}`
                  : '还没有拉过',
              ],
              ['县平台', status.platformUrl],
            ]}
          />
          <SyncButton />
        </View>
      </Card>
    </>
  )
}

/** Money that was taken on the phone: how many days are not green. */
const Payments = () => {
  const { data } = usePaymentDays()
  const open = data?.days.filter(({ state }) => state === 'open' || state === 'missing').length ?? 0
  return (
    <Row
      icon="money"
      title="微信对账、退款"
      note={open ? '有的日子和微信的账单没对上' : '每天和微信的账单逐笔对'}
      side={open ? <StateTag words={`${open} 天没对上`} tone="bad" icon="warning" /> : null}
      onTap={() => go(addresses.paymentDays)}
    />
  )
}

/** 县级管理: how the relay stands, and the doors to what an administrator decides. */
export default function OverviewPage() {
  const status = useRelayStatus()
  const appeals = useOpenAppeals()
  const open = appeals.data?.appeals.length ?? 0
  return (
    <WorkPage title="县级管理" wide shows={[status, appeals]}>
      <View className="overview">
        <View className="stack">
          <Loading of={status}>{loaded => <Relay status={loaded} />}</Loading>
        </View>
        <With of={[status, appeals]}>
          <View className="stack">
            <Rows title="要您决定的">
              <Row
                icon="warning"
                title="身份申诉"
                note={open ? '有人说自己的身份被别人绑了' : '没有等处理的'}
                side={open ? <StateTag words={`${open} 件`} tone="waiting" icon="waiting" /> : null}
                onTap={() => go(addresses.appeals)}
              />
            </Rows>
            <Rows title="管起来">
              <Row
                icon="settings"
                title="预约规则"
                note="各家医院、卫生院自己的放号、取消、爽约规则"
                onTap={() => go(addresses.institutions)}
              />
              <Row icon="family" title="工作人员" note="邀请、停用、重置口令" onTap={() => go(addresses.staff)} />
              <Row
                icon="viewed"
                title="访问记录"
                note="谁看过谁的信息；记录有没有被动过"
                onTap={() => go(addresses.audit)}
              />
              <Payments />
              <Row
                icon="chat"
                title="在线问诊"
                note="监管、投诉、各机构的规则"
                onTap={() => go(addresses.consultations)}
              />
              <Row
                icon="clock"
                title="后台任务"
                note="自己跑的事：上次、下次、有没有没跑成的"
                onTap={() => go(addresses.jobs)}
              />
            </Rows>
          </View>
        </With>
      </View>
    </WorkPage>
  )
}
