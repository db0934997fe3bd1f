import { useState } from 'react'
import { Text } from '@tarojs/components'
import type { Visit } from 'shared/consultations/model'
import { sentenceOf } from 'shared/kernel/errors'
import { StepPage } from '../../../../features/forms/step-page'
import { go } from '../../../../navigation'
import { routes } from '../../../../routes'
import { Button } from '../../../../ui/button'
import { Row, Rows } from '../../../../ui/rows'
import { Emergency } from '../emergency'
import type { StepProps } from './step'

const choices: readonly { visit: Visit; title: string; note: string }[] = [
  { visit: 'follow_up', title: '看过，病情稳定，来复诊', note: '比如血压、血糖的老毛病，拿结果问问' },
  { visit: 'first_visit', title: '没看过，是第一次', note: '按规定要到医院当面看' },
  { visit: 'changed_condition', title: '看过，但最近变重了', note: '或者有了新的不舒服' },
]

const refusals = {
  first_visit: 'first_visit_not_online',
  changed_condition: 'condition_changed_not_online',
} as const

/** The rule stands first: online is for follow-up visits alone. */
export const VisitStep = ({ change, next, place, personName }: StepProps) => {
  // A refusal is no draft: who comes back is asked again.
  const [refused, setRefused] = useState<keyof typeof refusals | null>(null)
  const choose = (chosen: Visit) => {
    if (chosen !== 'follow_up') return setRefused(chosen)
    change({ visit: chosen })
    next()
  }
  if (refused) {
    return (
      <StepPage title="请到医院当面看" {...place} onBack={() => setRefused(null)}>
        <Text>{sentenceOf(refusals[refused])}</Text>
        <Emergency />
        <Button kind="main" icon="calendar" onTap={() => go(routes.booking)}>
          现在去预约挂号
        </Button>
      </StepPage>
    )
  }
  return (
    <StepPage title="这个病以前在医院看过吗？" lead={`为 ${personName} 问医生`} {...place}>
      <Rows>
        {choices.map(({ visit: value, title, note }) => (
          <Row key={value} title={title} note={note} onTap={() => choose(value)} />
        ))}
      </Rows>
    </StepPage>
  )
}
