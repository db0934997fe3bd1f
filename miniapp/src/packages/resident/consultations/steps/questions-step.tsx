import { View } from '@tarojs/components'
import { yesNoAnswers } from 'shared/consultations/model'
import { redFlagsInQuestion } from 'shared/consultations/red-flags'
import { StepPage } from '../../../../features/forms/step-page'
import { ChoiceChips } from '../../../../ui/choice-chips'
import { Field } from '../../../../ui/field'
import { say } from '../../../../ui/overlays'
import { EmergencyWarning } from '../emergency-warning'
import type { StepProps } from './step'

const yesNo = yesNoAnswers.map(value => ({ value, words: value }))

/** The doctor's own short questions. */
export const QuestionsStep = ({ rules: { questions, doctor }, asking, change, next, back, place }: StepProps) => {
  const { answers } = asking
  const answer = (questionId: string, words: string) => change({ answers: { ...answers, [questionId]: words } })
  const flags = redFlagsInQuestion(
    '',
    questions.map(({ questionId, text }) => ({ question: text, answer: answers[questionId] ?? '' })),
  )
  const open = questions.find(({ questionId }) => !answers[questionId]?.trim())
  return (
    <StepPage
      title={`${doctor.name}医生想先了解`}
      {...place}
      onNext={() => (open ? say(`还没答：${open.text}`) : next())}
      onBack={back}
    >
      <EmergencyWarning flags={flags} />
      {questions.map(({ questionId, text, answer: kind }) =>
        kind === 'yes_no' ? (
          <View key={questionId} className="card stack">
            <View className="strong">{text}</View>
            <ChoiceChips
              choices={yesNo}
              chosen={yesNoAnswers.find(words => words === answers[questionId]) ?? null}
              onChoose={chosen => answer(questionId, chosen)}
            />
          </View>
        ) : (
          <Field
            key={questionId}
            label={text}
            value={answers[questionId] ?? ''}
            max={200}
            onChange={typed => answer(questionId, typed)}
          />
        ),
      )}
    </StepPage>
  )
}
