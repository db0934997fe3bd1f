import { View } from '@tarojs/components'
import { Button } from '../../../ui/button'
import { Card } from '../../../ui/card'
import { ChoiceChips } from '../../../ui/choice-chips'
import { Field } from '../../../ui/field'
import { FieldError } from '../../../ui/field-error'
import { dateWords, dayOf, daysAfter } from '../../../ui/words'
import { codeProblem, followUpProblem, type SummaryDraft } from './summary-draft'

interface Props {
  draft: SummaryDraft
  change: (some: Partial<SummaryDraft>) => void
}

const medicationsAtMost = 5

export const RecordFields = ({ draft, change }: Props) => (
  <>
    <Field
      label="主诉"
      hint="主要的不舒服和多久了"
      max={200}
      value={draft.chiefComplaint}
      onChange={words => change({ chiefComplaint: words })}
    />
    <Field
      label="现病史"
      area
      max={1000}
      value={draft.presentIllness}
      onChange={words => change({ presentIllness: words })}
    />
    <Field
      label="既往史（可不写）"
      max={500}
      value={draft.pastHistory}
      onChange={words => change({ pastHistory: words })}
    />
    <Field
      label="过敏史（可不写）"
      max={200}
      value={draft.allergies}
      onChange={words => change({ allergies: words })}
    />
    <Field label="诊断" max={200} value={draft.diagnosis} onChange={words => change({ diagnosis: words })} />
    <Field
      label="诊断编码（可不写）"
      hint="ICD-10，例如 I10"
      max={12}
      value={draft.diagnosisCode}
      onChange={words => change({ diagnosisCode: words })}
      error={codeProblem(draft)}
    />
  </>
)

const Medications = ({ draft: { medications }, change }: Props) => {
  const set = (i: number, some: { name?: string; usage?: string }) =>
    change({ medications: medications.map((m, at) => (at === i ? { ...m, ...some } : m)) })
  return (
    <>
      {medications.map(({ name, usage }, i) => (
        <Card key={i} title={`继续用的药 ${i + 1}`}>
          <View className="stack">
            <Field label="药名" max={60} value={name} onChange={words => set(i, { name: words })} />
            <Field label="用法" max={100} value={usage} onChange={words => set(i, { usage: words })} />
            <Button small kind="plain" onTap={() => change({ medications: medications.filter((_, at) => at !== i) })}>
              去掉这个药
            </Button>
          </View>
        </Card>
      ))}
      {medications.length < medicationsAtMost ? (
        <Button icon="pill" onTap={() => change({ medications: [...medications, { name: '', usage: '' }] })}>
          添加继续用的药
        </Button>
      ) : null}
    </>
  )
}

const followUps = [7, 14, 28, 90] as const

const followUpChoices = (chosen: string | null, today: string) => {
  const offered = followUps.map(days => ({
    value: daysAfter(today, days),
    words: days < 28 ? `${days} 天后` : days === 28 ? '4 周后' : '3 个月后',
    note: dateWords(daysAfter(today, days)),
  }))
  // Chosen on an earlier day: counted from today it is none of these any more.
  const other = chosen !== null && offered.every(({ value }) => value !== chosen)
  return [
    { value: 'none', words: '不用约' },
    ...(other ? [{ value: chosen, words: '原来定的', note: dateWords(chosen) }] : []),
    ...offered,
  ]
}

/** @param signed the day of the version that is amended */
export const AdviceFields = ({ draft, change, signed }: Props & { signed: string | null }) => {
  const today = dayOf()
  return (
    <>
      <Field
        label="医嘱和建议"
        hint="居民回家照着做的，写得越具体越好"
        area
        max={1000}
        value={draft.advice}
        onChange={words => change({ advice: words })}
      />
      <Medications draft={draft} change={change} />
      <View className="stack">
        <View className="strong">什么时候复诊？</View>
        <ChoiceChips
          choices={followUpChoices(draft.followUpOn, today)}
          chosen={draft.followUpOn ?? 'none'}
          onChoose={day => change({ followUpOn: day === 'none' ? null : day })}
        />
        <FieldError words={followUpProblem(draft, signed, today)} />
      </View>
      <Field
        label="什么情况要马上去医院"
        area
        max={500}
        value={draft.ifWorse}
        onChange={words => change({ ifWorse: words })}
      />
    </>
  )
}
