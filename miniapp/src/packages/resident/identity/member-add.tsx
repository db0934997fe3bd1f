import { useState } from 'react'
import { Text } from '@tarojs/components'
import type { z } from 'zod/mini'
import { scopes, type Relation } from 'shared/identity/schemas'
import { identity } from '../../../api/identity'
import { useAct } from '../../../api/use-act'
import { useDraft } from '../../../api/use-draft'
import { StepPage } from '../../../features/forms/step-page'
import { Tick } from '../../../features/forms/tick'
import { NameStep, NumberStep } from '../../../features/identity/person-steps'
import { ScopeTicks, type ScopeName } from '../../../features/identity/scope-ticks'
import { relationChoices } from '../../../features/identity/words'
import { relationWords, type ActsForPerson } from '../../../features/whom/use-whom'
import { replace } from '../../../navigation'
import { ChoiceChips } from '../../../ui/choice-chips'
import { say } from '../../../ui/overlays'
import { dayOf } from '../../../ui/words'
import { guardianBelow, needsGuardian } from './guardian'
import { MemberAdded } from './member-added'
import { MemberRefused, isMemberRefusal } from './member-refused'
import { addresses } from './addresses'

type RelationName = z.infer<typeof Relation>
const of = 4
interface Form {
  step: 'relation' | 'name' | 'number' | 'scope'
  relation: RelationName | null
  name: string
  identityNumber: string
  scope: ScopeName[]
}
const blank: Form = { step: 'relation', relation: null, name: '', identityNumber: '', scope: [...scopes] }

const useAddMember = (done: (member: ActsForPerson) => void) =>
  useAct(
    'add-member',
    (input: Omit<Form, 'step' | 'relation'> & { relation: RelationName; guardianConsent: boolean }, idempotencyKey) =>
      identity.addMember({ body: input, idempotencyKey }),
    { changes: [['people']], done },
  )

/** 添加家人: who to you, name, number, what you may do; a code goes to their own phone if the county knows another. */
export default function MemberAdd() {
  const [form, change, clear] = useDraft<Form>('add-member', blank)
  const [guardianConsent, setGuardianConsent] = useState(false)
  const [tried, setTried] = useState(false)
  const [added, setAdded] = useState<ActsForPerson | null>(null)
  const {
    act,
    busy,
    problem,
    clear: forgetProblem,
  } = useAddMember(member => {
    clear()
    if (member.state === 'pending') replace(addresses.memberCode, { linkId: member.linkId, sent: 1 })
    else setAdded(member)
  })
  const to = (step: Form['step']) => () => {
    forgetProblem()
    change({ step })
  }
  const { step, relation, name, identityNumber, scope } = form
  const who = relation && relation !== 'other' ? relationWords[relation] : '这位家人'

  if (added) return <MemberAdded member={added} />
  if (problem && isMemberRefusal(problem)) return <MemberRefused problem={problem} change={to('name')} />
  if (step === 'relation' || !relation) {
    return (
      <StepPage title="是您的什么人？" step={1} of={of} onNext={() => (relation ? to('name')() : say('请先选一个'))}>
        <ChoiceChips
          wide
          choices={relationChoices}
          chosen={relation}
          onChoose={chosen => change({ relation: chosen })}
        />
      </StepPage>
    )
  }
  if (step === 'name') {
    const onChange = (typed: string) => change({ name: typed })
    const page = { title: `${who}叫什么名字？`, step: 2, of, onBack: to('relation'), onNext: to('number') }
    return <NameStep {...page} value={name} onChange={onChange} />
  }
  if (step === 'number') {
    const onChange = (typed: string) => change({ identityNumber: typed })
    const page = { title: `${who}的身份证号是多少？`, step: 3, of, onBack: to('name'), onNext: to('scope') }
    return <NumberStep {...page} lead="孩子没办身份证的，看户口本。" value={identityNumber} onChange={onChange} />
  }

  const young = needsGuardian(identityNumber, dayOf())
  const submit = () => {
    if (scope.length === 0) return setTried(true)
    if (young && !guardianConsent) return say('请先勾选“我是监护人，同意”')
    void act({ relation, name: name.trim(), identityNumber, scope, guardianConsent: young && guardianConsent })
  }
  return (
    <StepPage
      title={`替${who}办哪些事？`}
      step={4}
      of={of}
      next="添加"
      onNext={submit}
      onBack={to('number')}
      busy={busy}
      busyWords="正在县里查档案…"
      problem={problem}
    >
      <ScopeTicks chosen={scope} onChange={chosen => change({ scope: chosen })} finished={tried} />
      {young ? (
        <>
          <Text className="quiet">{`不满 ${guardianBelow} 岁的孩子，要监护人同意才能用他的信息。`}</Text>
          <Tick
            words="我是监护人，同意"
            note="用孩子的姓名、身份证号和就诊信息来预约、看病"
            on={guardianConsent}
            onTap={() => setGuardianConsent(!guardianConsent)}
          />
        </>
      ) : (
        <Text className="quiet">如果县里留的是家人自己的手机号，会发一条验证码过去，请家人告诉您。</Text>
      )}
    </StepPage>
  )
}
