import { useState } from 'react'
import { identity } from '../../../api/identity'
import { useAct } from '../../../api/use-act'
import { useDraft } from '../../../api/use-draft'
import { OutcomePage } from '../../../features/forms/outcome-page'
import { StepPage } from '../../../features/forms/step-page'
import { Tick } from '../../../features/forms/tick'
import { NameStep, NumberStep } from '../../../features/identity/person-steps'
import { PhoneButton } from '../../../features/me/phone-button'
import { useMe, type Account } from '../../../features/me/use-me'
import { replace } from '../../../navigation'
import { routes } from '../../../routes'
import { say } from '../../../ui/overlays'
import { Button } from '../../../ui/button'
import { Page } from '../../../ui/page'
import { Loading } from '../../../ui/states'
import { AtTheCounter, registrationChanges, useRegistrationCase } from './at-the-counter'
import { ConsentText } from './consent-text'
import { consentTexts } from './consent-texts'
import { isRegistrationRefusal, RegistrationRefused } from './registration-refused'

type Step = 'phone' | 'name' | 'number' | 'consent'
const of = 4
const blank: { step: Step; name: string; identityNumber: string } = { step: 'phone', name: '', identityNumber: '' }

const BindPhoneStep = ({ onNext }: { onNext: () => void }) => (
  <StepPage title="先绑定手机号" lead="医院有变动时，打这个号码找您。号码由微信给，不用您填。" step={1} of={of}>
    <PhoneButton kind="main" done={onNext} />
    <Button kind="plain" onTap={onNext}>
      先不绑，接着登记
    </Button>
  </StepPage>
)

interface FormProps {
  me: Account
  onDone: (name: string) => void
  /** The county's files contradict each other: the counter goes on. */
  onDoubt: () => void
}

const Form = ({ me, onDone, onDoubt }: FormProps) => {
  const [form, change, clear] = useDraft('register', blank)
  const [agreed, setAgreed] = useState(false)
  const version = me.consentVersions.health_data ?? ''
  const {
    act,
    busy,
    problem,
    clear: forgetProblem,
  } = useAct(
    'register-self',
    (input: { name: string; identityNumber: string; healthDataConsentVersion: string }, idempotencyKey) =>
      identity.registerSelf({ body: input, idempotencyKey }),
    {
      changes: registrationChanges,
      refused: ({ code }) => {
        if (code !== 'person_conflict') return false
        onDoubt()
        return true
      },
      done: person => {
        clear()
        onDone(person.name)
      },
    },
  )
  const to = (step: Step) => () => {
    forgetProblem()
    change({ step })
  }
  const { name, identityNumber } = form
  if (problem && isRegistrationRefusal(problem)) return <RegistrationRefused problem={problem} change={to('name')} />
  if (form.step === 'phone' && !me.phone) return <BindPhoneStep onNext={to('name')} />
  if (form.step === 'phone' || form.step === 'name') {
    const onChange = (typed: string) => change({ name: typed })
    return <NameStep title="您叫什么名字？" step={2} of={of} value={name} onChange={onChange} onNext={to('number')} />
  }
  if (form.step === 'number') {
    return (
      <NumberStep
        title="您的身份证号是多少？"
        lead="只用来在县里找到您的档案，加密保存。"
        step={3}
        of={of}
        value={identityNumber}
        onChange={typed => change({ identityNumber: typed })}
        onNext={to('consent')}
        onBack={to('name')}
      />
    )
  }
  const submit = () =>
    agreed
      ? void act({ name: name.trim(), identityNumber, healthDataConsentVersion: version })
      : say('请先看一遍，再勾选“我看过，同意”')
  return (
    <StepPage
      title="请看一遍再同意"
      lead="健康信息是敏感信息，要您单独同意。"
      step={4}
      of={of}
      next="同意，登记"
      onNext={submit}
      onBack={to('number')}
      busy={busy}
      busyWords="正在县里查您的档案…"
      problem={problem}
    >
      <ConsentText lines={consentTexts.health_data.lines} version={version} />
      <Tick words="我看过，同意" on={agreed} onTap={() => setAgreed(!agreed)} />
    </StepPage>
  )
}

const Done = ({ name }: { name: string }) => (
  <OutcomePage
    title="登记好了"
    outcome={`${name}，您已经实名登记`}
    words="这个微信以后就能替您办预约、出示健康卡，不用再登记。"
    doors={[
      { words: '开通电子健康卡', onTap: () => replace(routes.card) },
      { words: '预约挂号', onTap: () => replace(routes.booking) },
      { words: '替家人办', onTap: () => replace(routes.members) },
    ]}
  />
)

/** 实名登记: the account's owner, checked against the county platform's people. */
export default function Register() {
  const me = useMe()
  const [done, setDone] = useState<string | null>(null)
  const [typing, setTyping] = useState(false)
  const unregistered = me.data !== undefined && me.data.self === null
  const doubt = useRegistrationCase(unregistered)
  const name = done ?? me.data?.self?.name
  if (name) return <Done name={name} />
  if (me.data && doubt.open && !typing) return <AtTheCounter {...doubt.open} change={() => setTyping(true)} />
  if (me.data && !doubt.loading) {
    const toCounter = () => void doubt.again().then(() => setTyping(false))
    return <Form me={me.data} onDone={setDone} onDoubt={toCounter} />
  }
  return (
    <Page title="实名登记">
      <Loading of={me}>{() => null}</Loading>
    </Page>
  )
}
