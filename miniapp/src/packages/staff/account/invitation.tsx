import { useState } from 'react'
import { identityStaff } from '../../../api/identity-staff'
import { useAct } from '../../../api/use-act'
import { OutcomePage } from '../../../features/forms/outcome-page'
import { StepPage } from '../../../features/forms/step-page'
import { useMe, type Account } from '../../../features/me/use-me'
import { replace } from '../../../navigation'
import { routes } from '../../../routes'
import { Field } from '../../../ui/field'
import { Loading } from '../../../ui/states'
import { passcodeProblem } from './passcode'
import { workOf } from '../../../features/at-work/work-of'

/** Codes are sixteen letters and digits; what is between them is only there to read them. */
const codeProblem = (code: string): string | null =>
  code.replace(/[^0-9a-z]/gi, '').length === 16 ? null : '邀请码有 16 位，请对着再看一遍。'

const Accepted = ({ me }: { me: Account }) => {
  const work = workOf(me)
  return (
    <OutcomePage
      title="接受工作邀请"
      outcome="邀请接受好了"
      words="每次开始工作，先输一次工作口令。请记住它，不要告诉别人。"
      facts={[['工作', work.map(({ title, institutionName }) => `${institutionName} · ${title}`).join('；')]]}
      doors={[
        { words: '输工作口令，开始工作', onTap: () => replace(routes.secondFactor, work[0] && { next: work[0].path }) },
        { words: '先回“我的”', onTap: () => replace(routes.me) },
      ]}
    />
  )
}

/** Two passcodes that must agree, or the one that is set already. Neither is kept as a draft. */
const Passcodes = ({
  set,
  onDone,
  onBack,
  busy,
  problem,
}: {
  set: boolean
  onDone: (passcode: string) => void
  onBack: () => void
  busy: boolean
  problem: Parameters<typeof StepPage>[0]['problem']
}) => {
  const [passcode, setPasscode] = useState('')
  const [again, setAgain] = useState('')
  const [tried, setTried] = useState(false)
  const wrong = passcodeProblem(passcode)
  const differs = !set && again !== passcode
  const next = () => (wrong || differs ? setTried(true) : onDone(passcode))
  return (
    <StepPage
      title={set ? '您的工作口令是什么？' : '定一个工作口令'}
      lead={
        set
          ? '您已经有工作口令了，输一次原来的就行，新旧岗位共用。'
          : '以后每次开始工作要输它。至少 8 个字母、数字或符号，别用生日和手机号。'
      }
      step={2}
      of={2}
      next="接受邀请"
      onNext={next}
      onBack={onBack}
      busy={busy}
      busyWords="正在接受…"
      problem={problem ?? null}
    >
      <Field
        label="工作口令"
        password
        max={64}
        value={passcode}
        onChange={setPasscode}
        error={tried ? wrong : null}
        onConfirm={set ? next : () => undefined}
      />
      {set ? null : (
        <Field
          label="再输一遍"
          password
          max={64}
          value={again}
          onChange={setAgain}
          error={tried && !wrong && differs ? '两遍不一样，请再输一遍。' : null}
          onConfirm={next}
        />
      )}
    </StepPage>
  )
}

/** 接受工作邀请: the one-time code from the administrator, then one's own passcode. */
const Accepting = ({ me }: { me: Account }) => {
  const [step, setStep] = useState<'code' | 'passcode'>('code')
  const [code, setCode] = useState('')
  const [tried, setTried] = useState(false)
  const [accepted, setAccepted] = useState<Account | null>(null)
  const { act, busy, problem, clear } = useAct(
    'accept-invitation',
    (body: { code: string; passcode: string }) => identityStaff.acceptInvitation({ body }),
    { changes: [['me']], done: setAccepted },
  )
  const wrong = codeProblem(code)
  if (accepted) return <Accepted me={accepted} />
  if (step === 'passcode')
    return (
      <Passcodes
        set={me.secondFactor.set}
        onDone={passcode => void act({ code: code.trim().replace(/\s/g, ''), passcode })}
        onBack={() => (clear(), setStep('code'))}
        busy={busy}
        problem={problem}
      />
    )
  return (
    <StepPage
      title="邀请码是什么？"
      lead="县级管理员给您的，只能用一次。接受后，这个微信就是您的工作身份。"
      step={1}
      of={2}
      onNext={() => (wrong ? setTried(true) : setStep('passcode'))}
    >
      <Field
        label="邀请码"
        hint="像这样：AB12-CD34-EF56-GH78，大小写都行"
        max={40}
        value={code}
        onChange={setCode}
        error={tried ? wrong : null}
        onConfirm={() => (wrong ? setTried(true) : setStep('passcode'))}
      />
    </StepPage>
  )
}

export default function InvitationPage() {
  const me = useMe()
  if (me.data) return <Accepting me={me.data} />
  return (
    <StepPage title="邀请码是什么？" shows={[me]} step={1} of={2}>
      <Loading of={me}>{() => null}</Loading>
    </StepPage>
  )
}
