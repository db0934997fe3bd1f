import { useState } from 'react'
import { Text } from '@tarojs/components'
import type { z } from 'zod/mini'
import type { Relation } from 'shared/identity/schemas'
import { identity } from '../../../api/identity'
import { useAct } from '../../../api/use-act'
import { useDraft } from '../../../api/use-draft'
import { OutcomePage } from '../../../features/forms/outcome-page'
import { StepPage } from '../../../features/forms/step-page'
import { defaultEndDate } from '../../../features/identity/end-date-chips'
import { EndDateStep, PhoneStep, ScopeStep } from '../../../features/identity/person-steps'
import type { ScopeName } from '../../../features/identity/scope-ticks'
import { relationChoices, scopesWords, untilWords } from '../../../features/identity/words'
import { relationWords } from '../../../features/whom/use-whom'
import { replace } from '../../../navigation'
import { routes } from '../../../routes'
import { Card, Facts } from '../../../ui/card'
import { ChoiceChips } from '../../../ui/choice-chips'
import { Row, Rows } from '../../../ui/rows'
import { dayOf } from '../../../ui/words'
import { DoctorChoice, type ChosenDoctor } from './doctor-choice'

type Given = Awaited<ReturnType<typeof identity.grantProxy>>
type Grant = Parameters<typeof identity.grantProxy>[0]['body']
interface Form {
  step: 'kind' | 'who' | 'phone' | 'scope' | 'until' | 'sure'
  kind: 'relative' | 'doctor'
  relation: z.infer<typeof Relation> | null
  phone: string
  doctor: ChosenDoctor | null
  scope: ScopeName[]
  endsOn: string
}
const blank = (): Form => ({
  step: 'kind',
  kind: 'relative',
  relation: null,
  phone: '',
  doctor: null,
  scope: ['appointments'],
  endsOn: defaultEndDate(),
})
const stepsOf = ({ kind }: Form): readonly Form['step'][] =>
  kind === 'doctor' ? ['kind', 'who', 'scope', 'until', 'sure'] : ['kind', 'who', 'phone', 'scope', 'until', 'sure']

const granteeOf = ({ kind, doctor, relation, phone }: Form): Grant['grantee'] | null => {
  if (kind === 'doctor') return doctor && { kind, practitionerId: doctor.doctorId, institutionId: doctor.institutionId }
  return relation && { kind, relation, phone }
}
const whoOf = ({ kind, doctor, relation }: Form): string =>
  (kind === 'doctor' ? doctor?.name : relation && relation !== 'other' ? relationWords[relation] : null) ?? '这位亲属'

const Done = ({ given }: { given: Given }) => (
  <OutcomePage
    title="授权好了"
    outcome={`${given.actorName}可以替您办了`}
    words="对方在首页点“换人”就能看到您。您随时可以收回。"
    facts={[
      ['能办', scopesWords(given.scope)],
      ['有效', untilWords(given)],
    ]}
    doors={[
      { words: '看我给出的授权', onTap: () => replace(routes.proxies) },
      { words: '回首页', onTap: () => replace(routes.home) },
    ]}
  />
)

interface StepProps {
  form: Form
  change: (some: Partial<Form>) => void
  page: { step: number; of: number; onBack?: () => void; onNext: () => void }
}

const KindStep = ({ change, page }: StepProps) => (
  <StepPage title="请谁替您办？" step={page.step} of={page.of}>
    <Rows>
      <Row
        icon="family"
        title="亲属"
        note="孩子、爱人、兄弟姐妹"
        onTap={() => change({ kind: 'relative', step: 'who' })}
      />
      <Row icon="doctor" title="我的医生" note="村医、家庭医生" onTap={() => change({ kind: 'doctor', step: 'who' })} />
    </Rows>
  </StepPage>
)

const WhoStep = ({ form, change, page }: StepProps) =>
  form.kind === 'doctor' ? (
    <StepPage title="是哪位医生？" step={page.step} of={page.of} onBack={page.onBack}>
      <DoctorChoice onChoose={doctor => change({ doctor, step: 'scope' })} />
    </StepPage>
  ) : (
    <StepPage title="是您的什么人？" step={page.step} of={page.of} onBack={page.onBack}>
      <ChoiceChips
        wide
        choices={relationChoices}
        chosen={form.relation}
        onChoose={relation => change({ relation, step: 'phone' })}
      />
    </StepPage>
  )

const Question = ({ form, change, page }: StepProps) => {
  const who = whoOf(form)
  if (form.step === 'kind') return <KindStep form={form} change={change} page={page} />
  if (form.step === 'who') return <WhoStep form={form} change={change} page={page} />
  if (form.step === 'phone') {
    const lead = '对方要先在这个小程序里登录、绑定这个手机号，并做好实名登记。'
    const onChange = (phone: string) => change({ phone })
    return <PhoneStep {...page} title={`${who}的手机号是多少？`} lead={lead} value={form.phone} onChange={onChange} />
  }
  if (form.step === 'scope') {
    const onChange = (scope: readonly ScopeName[]) => change({ scope: [...scope] })
    return <ScopeStep {...page} title={`让${who}替您办什么？`} value={form.scope} onChange={onChange} />
  }
  return <EndDateStep {...page} title="办到哪一天？" value={form.endsOn} onChange={endsOn => change({ endsOn })} />
}

/** 请一位替我办: a relative by the phone bound to their account, or a doctor; with a scope and an end date. */
export default function ProxyAdd() {
  const [form, change, clear] = useDraft<Form>('grant-proxy', blank())
  const [given, setGiven] = useState<Given | null>(null)
  const {
    act,
    busy,
    problem,
    clear: forgetProblem,
  } = useAct('grant-proxy', (body: Grant, idempotencyKey) => identity.grantProxy({ body, idempotencyKey }), {
    changes: [['proxies']],
    done: proxy => {
      clear()
      setGiven(proxy)
    },
  })
  if (given) return <Done given={given} />
  // A draft of yesterday may hold a day that is past.
  const current = form.endsOn > dayOf() ? form : { ...form, endsOn: defaultEndDate() }
  const steps = stepsOf(current)
  const at = Math.max(0, steps.indexOf(current.step))
  const to = (step: Form['step'] | undefined) => () => {
    forgetProblem()
    if (step) change({ step })
  }
  const before = steps[at - 1]
  const page = { step: at + 1, of: steps.length, onNext: to(steps[at + 1]), ...(before ? { onBack: to(before) } : {}) }
  const grantee = granteeOf(current)
  if (current.step !== 'sure' || !grantee) return <Question form={current} change={change} page={page} />
  return (
    <StepPage
      {...page}
      title="这样授权，对吗？"
      next="对，授权"
      onNext={() => void act({ grantee, scope: current.scope, endsOn: current.endsOn })}
      busy={busy}
      problem={problem}
    >
      <Card>
        <Facts
          facts={[
            ['替您办', whoOf(current)],
            ['手机号', current.kind === 'relative' ? current.phone : null],
            ['能办', scopesWords(current.scope)],
            ['有效', untilWords(current)],
          ]}
        />
      </Card>
      <Text className="quiet">对方每办一件事都有记录，您在“谁看过我的信息”里能查到。</Text>
    </StepPage>
  )
}
