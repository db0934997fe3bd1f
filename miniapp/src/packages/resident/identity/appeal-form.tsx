import { useState } from 'react'
import { identity } from '../../../api/identity'
import { useAct } from '../../../api/use-act'
import { useDraft } from '../../../api/use-draft'
import { OutcomePage } from '../../../features/forms/outcome-page'
import { StepPage } from '../../../features/forms/step-page'
import { NameStep, NumberStep, PhoneStep } from '../../../features/identity/person-steps'
import { go } from '../../../navigation'
import { routes } from '../../../routes'
import { Field } from '../../../ui/field'

interface Form {
  step: 'name' | 'number' | 'phone' | 'statement'
  name: string
  identityNumber: string
  phone: string
  statement: string
}
const of = 4
const least = 5

const Sent = ({ phone, onClose }: { phone: string; onClose: () => void }) => (
  <OutcomePage
    title="收到您的申诉"
    outcome="已经交给县里"
    words={`管理员会打 ${phone} 找您核对。核对要看身份证，不会问您要密码和钱。`}
    doors={[
      { words: '看申诉进展', onTap: onClose },
      { words: '回首页', onTap: () => go(routes.home) },
    ]}
  />
)

/** The appeal in four questions; what was typed at the registration is not asked for again. */
export const AppealForm = ({ onClose }: { onClose: () => void }) => {
  const [{ name: knownName, identityNumber: knownNumber }] = useDraft('register', { name: '', identityNumber: '' })
  const [form, change, clear] = useDraft<Form>('identity-appeal', {
    step: 'name',
    name: knownName,
    identityNumber: knownNumber,
    phone: '',
    statement: '',
  })
  const [tried, setTried] = useState(false)
  const [sentFor, setSentFor] = useState<string | null>(null)
  const {
    act,
    busy,
    problem,
    clear: forgetProblem,
  } = useAct(
    'identity-appeal',
    (body: Omit<Form, 'step'>, idempotencyKey) => identity.appeal({ body, idempotencyKey }),
    {
      changes: [['identity-appeals']],
      done: () => {
        setSentFor(form.phone)
        clear()
      },
    },
  )
  const to = (step: Form['step']) => () => {
    forgetProblem()
    change({ step })
  }
  const { step, name, identityNumber, phone, statement } = form
  if (sentFor) return <Sent phone={sentFor} onClose={onClose} />
  if (step === 'name') {
    const page = { title: '您叫什么名字？', step: 1, of, onBack: onClose, onNext: to('number') }
    return <NameStep {...page} value={name} onChange={typed => change({ name: typed })} />
  }
  if (step === 'number') {
    const page = { title: '您的身份证号是多少？', step: 2, of, onBack: to('name'), onNext: to('phone') }
    return <NumberStep {...page} value={identityNumber} onChange={typed => change({ identityNumber: typed })} />
  }
  if (step === 'phone') {
    const page = { title: '打哪个电话找您？', step: 3, of, onBack: to('number'), onNext: to('statement') }
    const lead = '县里的管理员会打这个号码核对。'
    return <PhoneStep {...page} lead={lead} value={phone} onChange={typed => change({ phone: typed })} />
  }
  const short = statement.trim().length < least
  return (
    <StepPage
      title="是怎么回事？"
      step={4}
      of={of}
      next="提交申诉"
      onNext={() =>
        short ? setTried(true) : void act({ name: name.trim(), identityNumber, phone, statement: statement.trim() })
      }
      onBack={to('phone')}
      busy={busy}
      problem={problem}
    >
      <Field
        label="用自己的话说说"
        hint="比如：我第一次用，却说已经被绑定；或者以前请人帮忙弄过手机"
        area
        max={500}
        value={statement}
        onChange={typed => change({ statement: typed })}
        error={tried && short ? `请至少写 ${least} 个字，好让县里知道情况。` : null}
      />
    </StepPage>
  )
}
