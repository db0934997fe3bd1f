import { useState } from 'react'
import { Text, View } from '@tarojs/components'
import { doctorDesk } from '../../../api/doctor-desk'
import { useAct } from '../../../api/use-act'
import { useDraft } from '../../../api/use-draft'
import { useLoad } from '../../../api/use-load'
import { useWorkAct } from '../../../features/at-work/use-second-factor'
import { WorkPage } from '../../../features/at-work/work-page'
import { Button } from '../../../ui/button'
import { Card } from '../../../ui/card'
import { ChoiceChips } from '../../../ui/choice-chips'
import { Field } from '../../../ui/field'
import { confirm, say } from '../../../ui/overlays'
import { EmptyState, Loading, Refusal } from '../../../ui/states'
import { useParts } from '../../../ui/use-parts'

type Phrase = Awaited<ReturnType<typeof doctorDesk.phrases>>['phrases'][number]
type Kind = Phrase['kind']

const kinds = [
  { value: 'quick', words: '常用语' },
  { value: 'education', words: '宣教' },
] as const

const New = ({ kind }: { kind: Kind }) => {
  const [draft, change, clear] = useDraft(`phrase:${kind}`, { title: '', text: '' })
  const { act, busy, problem } = useWorkAct(
    'phrase-add',
    (body: { kind: Kind; title: string | null; text: string }, idempotencyKey) =>
      doctorDesk.addPhrase({ body, idempotencyKey }),
    {
      changes: [['phrases']],
      done: () => {
        clear()
        say('已保存')
      },
    },
  )
  const text = draft.text.trim()
  const title = draft.title.trim() || null
  return (
    <Card title={kind === 'quick' ? '添加常用语' : '添加宣教'}>
      <View className="stack">
        {kind === 'education' ? (
          <Field label="标题" max={30} value={draft.title} onChange={words => change({ title: words })} />
        ) : null}
        <Field label="内容" area max={1000} value={draft.text} onChange={words => change({ text: words })} />
        <Refusal problem={problem} />
        <Button kind="main" busy={busy} onTap={() => (text ? void act({ kind, title, text }) : say('请先写内容'))}>
          保存
        </Button>
      </View>
    </Card>
  )
}

const One = ({ phrase: { phraseId, title, text, own } }: { phrase: Phrase }) => {
  const remove = useAct(
    'phrase-remove',
    (input: { phraseId: string }, idempotencyKey) => doctorDesk.removePhrase({ params: input, idempotencyKey }),
    { changes: [['phrases']], done: () => say('已删除') },
  )
  const ask = async () => {
    if (await confirm({ title: '删除这一条吗？', yes: '删除', danger: true })) await remove.act({ phraseId })
  }
  return (
    <Card {...(title ? { title } : {})}>
      <Text>{text}</Text>
      {own ? (
        <Button small kind="plain" busy={remove.busy} onTap={() => void ask()}>
          删除
        </Button>
      ) : (
        <Text className="quiet small">县里统一提供</Text>
      )}
    </Card>
  )
}

const List = ({ all }: { all: readonly Phrase[] }) => {
  const { shown, more } = useParts(all, 15)
  if (all.length === 0)
    return <EmptyState icon="text" title="还没有保存的话" words="在上面写一条，问诊时点一下就能用。" />
  return (
    <>
      {shown.map(phrase => (
        <One key={phrase.phraseId} phrase={phrase} />
      ))}
      {more ? <Button onTap={more}>再看几条</Button> : null}
    </>
  )
}

/** 常用语和宣教: the doctor's own, and the county's education texts. */
export default function Phrases() {
  const [kind, setKind] = useState<Kind>('quick')
  const loaded = useLoad(['phrases'], () => doctorDesk.phrases({}))
  return (
    <WorkPage title="常用语和宣教" shows={[loaded]}>
      <ChoiceChips choices={kinds} chosen={kind} onChoose={setKind} wide />
      <New key={kind} kind={kind} />
      <Loading of={loaded}>{({ phrases }) => <List all={phrases.filter(p => p.kind === kind)} />}</Loading>
    </WorkPage>
  )
}
