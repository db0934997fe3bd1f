import { useState } from 'react'
import { View } from '@tarojs/components'
import { questionsAtMost } from 'shared/consultations/model'
import { doctorDesk } from '../../../api/doctor-desk'
import { useLoad } from '../../../api/use-load'
import { useWorkAct } from '../../../features/at-work/use-second-factor'
import { WorkPage } from '../../../features/at-work/work-page'
import { useWorkplace } from '../../../features/at-work/workplace'
import { back } from '../../../navigation'
import { Button } from '../../../ui/button'
import { Card } from '../../../ui/card'
import { ChoiceChips } from '../../../ui/choice-chips'
import { Field } from '../../../ui/field'
import { say } from '../../../ui/overlays'
import { Loading, Refusal } from '../../../ui/states'

type DeskData = Awaited<ReturnType<typeof doctorDesk.desk>>
interface Question {
  text: string
  answer: 'yes_no' | 'text'
}

const kinds = [
  { value: 'yes_no', words: '答是或不是' },
  { value: 'text', words: '写一句' },
] as const

const Questions = ({ questions, set }: { questions: Question[]; set: (questions: Question[]) => void }) => {
  const change = (i: number, some: Partial<Question>) =>
    set(questions.map((question, at) => (at === i ? { ...question, ...some } : question)))
  return (
    <>
      {questions.map(({ text, answer }, i) => (
        <Card key={i} title={`先问居民 ${i + 1}`}>
          <View className="stack">
            <Field label="问题" max={60} value={text} onChange={words => change(i, { text: words })} />
            <ChoiceChips choices={kinds} chosen={answer} onChoose={kind => change(i, { answer: kind })} wide />
            <Button small kind="plain" onTap={() => set(questions.filter((_, at) => at !== i))}>
              去掉这个问题
            </Button>
          </View>
        </Card>
      ))}
      {questions.length < questionsAtMost ? (
        <Button icon="add" onTap={() => set([...questions, { text: '', answer: 'yes_no' }])}>
          添加一个先问居民的问题
        </Button>
      ) : null}
    </>
  )
}

const Form = ({ desk, institutionId }: { desk: DeskData; institutionId: string | undefined }) => {
  const [cap, setCap] = useState(desk.dailyCap === null ? '' : String(desk.dailyCap))
  const [questions, setQuestions] = useState<Question[]>(desk.questions.map(({ text, answer }) => ({ text, answer })))
  const { act, busy, problem } = useWorkAct(
    'consultation-desk',
    (body: { dailyCap: number | null; questions: Question[]; institutionId: string | undefined }, idempotencyKey) =>
      doctorDesk.changeDesk({ body, idempotencyKey }),
    {
      changes: [['doctor-desk']],
      done: () => {
        say('已保存')
        back()
      },
    },
  )
  const wrong = cap !== '' && !(Number(cap) >= 1 && Number(cap) <= 200)
  const save = () => {
    const asked = questions.map(q => ({ ...q, text: q.text.trim() })).filter(q => q.text)
    if (wrong) return say('每天最多接几个，请填 1 到 200')
    void act({ dailyCap: cap === '' ? null : Number(cap), questions: asked, institutionId })
  }
  return (
    <>
      <Field
        label="每天最多接几个"
        hint={`不填按本机构的规定：${desk.institutionCap} 个`}
        type="number"
        max={3}
        value={cap}
        onChange={setCap}
        error={wrong ? '请填 1 到 200' : null}
      />
      <Questions questions={questions} set={setQuestions} />
      <Refusal problem={problem} />
      <Button kind="main" busy={busy} onTap={save}>
        保存
      </Button>
    </>
  )
}

/** 接诊设置: the daily cap, and what residents answer before they ask. */
export default function DeskPage() {
  const { institutionId, choice } = useWorkplace(['doctor'])
  const loaded = useLoad(['doctor-desk', institutionId], () => doctorDesk.desk({ query: { institutionId } }))
  return (
    <WorkPage title="接诊设置" shows={[loaded]}>
      {choice}
      <Loading of={loaded}>
        {desk => <Form key={institutionId ?? ''} desk={desk} institutionId={institutionId} />}
      </Loading>
    </WorkPage>
  )
}
