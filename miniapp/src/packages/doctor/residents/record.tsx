import { useState } from 'react'
import { identityStaff } from '../../../api/identity-staff'
import { useAct } from '../../../api/use-act'
import { useDraft } from '../../../api/use-draft'
import { useWorkplace } from '../../../features/at-work/workplace'
import { StepPage } from '../../../features/forms/step-page'
import { defaultEndDate } from '../../../features/identity/end-date-chips'
import { EndDateStep, NameStep, NumberStep, ScopeStep } from '../../../features/identity/person-steps'
import type { ScopeName } from '../../../features/identity/scope-ticks'
import { scopesWords, untilWords } from '../../../features/identity/words'
import { go, here } from '../../../navigation'
import { routes } from '../../../routes'
import { Card, Facts } from '../../../ui/card'
import { Field } from '../../../ui/field'
import { dayOf } from '../../../ui/words'
import { Recorded, type RecordedProxy } from './recorded'

interface Form {
  step: 'name' | 'number' | 'scope' | 'until' | 'paper'
  name: string
  identityNumber: string
  scope: ScopeName[]
  endsOn: string
  paperReference: string
}
const of = 5
const blank = (): Form => ({
  step: 'name',
  name: '',
  identityNumber: '',
  scope: ['appointments'],
  endsOn: defaultEndDate(),
  paperReference: '',
})

const useRecord = (done: (proxy: RecordedProxy) => void) =>
  useAct(
    'record-proxy',
    (body: Parameters<typeof identityStaff.recordProxy>[0]['body'], idempotencyKey) =>
      identityStaff.recordProxy({ body, idempotencyKey }),
    {
      changes: [['people']],
      done,
      refused: ({ code }) => {
        if (code !== 'second_factor_required') return false
        go(routes.secondFactor, { next: here() })
        return true
      },
    },
  )

/** 登记纸质授权: a resident without a phone signed in the doctor's presence. */
export default function RecordPage() {
  const [form, change, clear] = useDraft<Form>('record-proxy', blank())
  const [tried, setTried] = useState(false)
  const [recorded, setRecorded] = useState<RecordedProxy | null>(null)
  const {
    act,
    busy,
    problem,
    clear: forgetProblem,
  } = useRecord(proxy => {
    clear()
    setRecorded(proxy)
  })
  const { institutionId, choice } = useWorkplace(['doctor'])
  const to = (step: Form['step']) => () => {
    forgetProblem()
    change({ step })
  }
  const { step, name, identityNumber, scope, paperReference } = form
  // A draft of yesterday may hold a day that is past.
  const endsOn = form.endsOn > dayOf() ? form.endsOn : defaultEndDate()
  if (recorded) return <Recorded proxy={recorded} />
  if (step === 'name') {
    const page = { title: '居民叫什么名字？', lead: '请对着身份证填。', step: 1, of, onNext: to('number') }
    return <NameStep {...page} value={name} onChange={typed => change({ name: typed })} />
  }
  if (step === 'number') {
    const page = { title: '身份证号是多少？', step: 2, of, onBack: to('name'), onNext: to('scope') }
    return <NumberStep {...page} value={identityNumber} onChange={typed => change({ identityNumber: typed })} />
  }
  if (step === 'scope') {
    const page = { title: '纸上同意您替他办什么？', step: 3, of, onBack: to('number'), onNext: to('until') }
    return <ScopeStep {...page} value={scope} onChange={chosen => change({ scope: [...chosen] })} />
  }
  if (step === 'until') {
    const page = { title: '办到哪一天？', step: 4, of, onBack: to('scope'), onNext: to('paper') }
    return <EndDateStep {...page} value={endsOn} onChange={day => change({ endsOn: day })} />
  }
  const short = paperReference.trim().length < 2
  return (
    <StepPage
      title="签字的纸放在哪里？"
      lead="县里抽查时，要能找到这张纸。"
      step={5}
      of={of}
      next="登记"
      onNext={() =>
        short
          ? setTried(true)
          : void act({
              name: name.trim(),
              identityNumber,
              scope,
              endsOn,
              paperReference: paperReference.trim(),
              institutionId,
            })
      }
      onBack={to('until')}
      busy={busy}
      busyWords="正在县里查档案…"
      problem={problem}
    >
      {choice}
      <Field
        label="存放的地方"
        hint="比如：卫生室档案柜，2026 年第 12 号"
        max={60}
        value={paperReference}
        onChange={typed => change({ paperReference: typed })}
        error={tried && short ? '请写清楚放在哪里，至少两个字。' : null}
      />
      <Card title="核对一下">
        <Facts
          facts={[
            ['居民', name],
            ['身份证', identityNumber],
            ['能办', scopesWords(scope)],
            ['有效', untilWords({ endsOn })],
          ]}
        />
      </Card>
    </StepPage>
  )
}
