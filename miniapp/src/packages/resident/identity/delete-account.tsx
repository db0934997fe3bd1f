import { useEffect, useState } from 'react'
import { Text, View } from '@tarojs/components'
import { identity } from '../../../api/identity'
import { useAct } from '../../../api/use-act'
import { OutcomePage } from '../../../features/forms/outcome-page'
import { StepPage } from '../../../features/forms/step-page'
import { Tick } from '../../../features/forms/tick'
import { go, replace } from '../../../navigation'
import { routes } from '../../../routes'
import { forgetPerson } from '../../../session/sign-out'
import { Button } from '../../../ui/button'
import { Card } from '../../../ui/card'
import { say } from '../../../ui/overlays'
import { Row, Rows } from '../../../ui/rows'

type Deleted = Awaited<ReturnType<typeof identity.deleteAccount>>

const explained: readonly { title: string; lines: readonly string[] }[] = [
  {
    title: '会删掉、停掉的',
    lines: [
      '这个微信和您的绑定、手机号。',
      '家人和授权：您不能再替别人办，别人也不能再凭您的授权替您办。',
      '您给过的同意，全部撤回。',
    ],
  },
  {
    title: '按规定要留的',
    lines: [
      '看病和预约的记录：医院要按规定保存。留着，但不再拿来做别的事，到期才删。',
      '谁看过您信息的记录：用来查清有没有人乱看。',
    ],
  },
  { title: '不受影响的', lines: ['您到窗口看病、用身份证，都和以前一样。以后想用，重新登录、重新登记就行。'] },
]

const Explained = ({ onNext }: { onNext: () => void }) => (
  <StepPage title="注销前，请看一遍" step={1} of={2} next="看明白了，下一步" onNext={onNext}>
    {explained.map(({ title, lines }) => (
      <Card key={title} title={title}>
        <View className="stack">
          {lines.map(line => (
            <Text key={line}>{line}</Text>
          ))}
        </View>
      </Card>
    ))}
    <Rows>
      <Row icon="download" title="先带走一份我的资料" onTap={() => go(routes.myData)} />
    </Rows>
  </StepPage>
)

const Kept = ({ kept }: Deleted) => {
  // Only when this page stands, which may be seen signed out: the one before it would send to sign-in.
  useEffect(forgetPerson, [])
  return (
    <OutcomePage
      title="已经注销"
      open
      outcome="账号已经注销"
      words="这台手机上留的内容也清掉了。下面这些按规定要再保存一段时间，到期删除。"
      doors={[{ words: '回首页', onTap: () => replace(routes.home) }]}
    >
      <Rows title="还留着的">
        {kept.map(({ what, until, rule }) => (
          <Row key={what} title={what} note={`保存期限：${until}。依据：${rule}`} />
        ))}
      </Rows>
    </OutcomePage>
  )
}

const Sure = ({ onBack, onDone }: { onBack: () => void; onDone: (deleted: Deleted) => void }) => {
  const [known, setKnown] = useState(false)
  const { act, busy, problem } = useAct(
    'delete-account',
    (_: Record<string, never>, idempotencyKey) => identity.deleteAccount({ idempotencyKey }),
    {
      done: onDone,
    },
  )
  return (
    <StepPage
      title="真的要注销吗？"
      lead="注销后找不回来。"
      step={2}
      of={2}
      problem={problem}
      onBack={onBack}
      busy={busy}
    >
      {problem?.code === 'live_appointments' ? (
        <Button kind="main" onTap={() => go(routes.appointments)}>
          去看我的预约
        </Button>
      ) : null}
      {problem?.code === 'live_consultations' ? (
        <Button kind="main" onTap={() => go(routes.consultations)}>
          去看我的问诊
        </Button>
      ) : null}
      {problem?.code === 'live_patients' ? (
        <Button kind="main" onTap={() => go(routes.doctorHome)}>
          去答复居民
        </Button>
      ) : null}
      <Tick words="我知道注销后找不回来" on={known} onTap={() => setKnown(!known)} />
      <Button
        kind="danger-main"
        busy={busy}
        busyWords="正在注销…"
        onTap={() => (known ? void act({}) : say('请先勾选“我知道注销后找不回来”'))}
      >
        注销账号
      </Button>
    </StepPage>
  )
}

/** 注销账号 (个人信息保护法 art. 47): what goes, what the law keeps, then once more. */
export default function DeleteAccount() {
  const [sure, setSure] = useState(false)
  const [deleted, setDeleted] = useState<Deleted | null>(null)
  if (deleted) return <Kept {...deleted} />
  return sure ? <Sure onBack={() => setSure(false)} onDone={setDeleted} /> : <Explained onNext={() => setSure(true)} />
}
