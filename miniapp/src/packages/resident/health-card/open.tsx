import { useState } from 'react'
import { healthCard } from '../../../api/health-card'
import { useAct } from '../../../api/use-act'
import { useDraft } from '../../../api/use-draft'
import { StepPage } from '../../../features/forms/step-page'
import { OutcomePage } from '../../../features/forms/outcome-page'
import { PhoneStep } from '../../../features/identity/person-steps'
import { NeedsRegistration } from '../../../features/me/needs-registration'
import { useMe } from '../../../features/me/use-me'
import { basisWords, useWhom, type ActsForPerson, type Whom } from '../../../features/whom/use-whom'
import { WhomBar } from '../../../features/whom/whom-bar'
import { go, replace } from '../../../navigation'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { Card, Facts } from '../../../ui/card'
import { Field } from '../../../ui/field'
import { Page } from '../../../ui/page'
import { Loading } from '../../../ui/states'
import { EthnicGroupStep } from './ethnic-group-step'
import { ethnicGroupName } from './ethnic-groups'
import { dropCode } from './use-card-code'
import { cardsKey, type HealthCard } from './use-cards'

interface Form {
  step: 'ethnic' | 'phone' | 'address' | 'sure'
  ethnicGroup: string
  phone: string
  address: string
}
type Opening = Omit<Form, 'step' | 'phone'> & { personId: string; phone: string | undefined }
const allSteps: readonly Form['step'][] = ['ethnic', 'phone', 'address', 'sure']
const blank: Form = { step: 'ethnic', ethnicGroup: '01', phone: '', address: '' }

const useOpen = (done: (card: HealthCard) => void) =>
  useAct(
    'open-card',
    ({ personId, ...body }: Opening, idempotencyKey) =>
      healthCard.openCard({ params: { personId }, body, idempotencyKey }),
    {
      changes: [cardsKey],
      done: card => {
        dropCode(card.personId)
        done(card)
      },
      refused: ({ code }) => {
        if (code !== 'card_exists') return false
        replace(routes.card)
        return true
      },
    },
  )

const Opened = ({ card, who }: { card: HealthCard; who: string }) => (
  <OutcomePage
    title="开好了"
    outcome={`${who}的健康卡可以用了`}
    words="看病、取药、报到时，打开它给工作人员扫。首页第一个就是。"
    facts={[
      ['姓名', card.name],
      ['卡号', card.cardNumber],
    ]}
    doors={[
      { words: '出示健康卡', onTap: () => replace(routes.card) },
      { words: '预约挂号', onTap: () => replace(routes.booking) },
    ]}
  />
)

const NeedsConsent = () => (
  <OutcomePage
    title="先要您同意"
    icon="privacy"
    outcome="开健康卡要用到健康信息"
    words="这是敏感信息，要您单独看过、同意才行。填的内容都留着。"
    doors={[{ words: '去看说明', onTap: () => go(routes.healthDataConsent, { next: 'open-card' }) }]}
  />
)

const AddressStep = ({
  value,
  onChange,
  onNext,
  ...page
}: {
  title: string
  top: React.ReactNode
  step: number
  of: number
  value: string
  onChange: (typed: string) => void
  onNext: () => void
  onBack: () => void
}) => {
  const [tried, setTried] = useState(false)
  const short = value.trim().length < 4
  return (
    <StepPage {...page} onNext={() => (short ? setTried(true) : onNext())}>
      <Field
        label="住址"
        hint="写到村、到门牌，比如：青石镇上湾村18号"
        area
        max={120}
        value={value}
        onChange={onChange}
        error={tried && short ? '请写到乡镇、村和门牌，至少四个字。' : null}
      />
    </StepPage>
  )
}

/** Oneself is asked for no number that the account has; others have their own. */
const useBoundPhone = ({ basis }: ActsForPerson): string | null => {
  const me = useMe()
  return basis === 'self' ? (me.data?.phone ?? null) : null
}

const Questions = ({ person, whom }: { person: ActsForPerson; whom: Whom }) => {
  const { personId } = person.person
  const [form, change, clear] = useDraft<Form>(`open-card:${personId}`, blank)
  const [opened, setOpened] = useState<HealthCard | null>(null)
  const {
    act,
    busy,
    problem,
    clear: forgetProblem,
  } = useOpen(card => {
    clear()
    setOpened(card)
  })
  const to = (step: Form['step']) => () => {
    forgetProblem()
    change({ step })
  }
  const who = person.basis === 'self' ? '您' : basisWords(person)
  const top = <WhomBar whom={whom} />
  const { step, ethnicGroup, phone, address } = form
  const bound = useBoundPhone(person)
  const asksPhone = !bound || step === 'phone' || phone !== ''
  const steps = asksPhone ? allSteps : allSteps.filter(name => name !== 'phone')
  const place = { step: steps.indexOf(step) + 1, of: steps.length }
  if (opened) return <Opened card={opened} who={who} />
  if (problem?.code === 'consent_required') return <NeedsConsent />
  if (step === 'ethnic') {
    const onChoose = (code: string) => change({ ethnicGroup: code })
    return (
      <EthnicGroupStep
        who={who}
        of={place.of}
        top={top}
        chosen={ethnicGroup}
        onChoose={onChoose}
        onNext={to(steps[1]!)}
      />
    )
  }
  if (step === 'phone') {
    const page = { title: `${who}的手机号是多少？`, lead: '没有手机的，填家人的。', ...place, top }
    const onChange = (typed: string) => change({ phone: typed })
    return <PhoneStep {...page} value={phone} onChange={onChange} onBack={to('ethnic')} onNext={to('address')} />
  }
  if (step === 'address') {
    const onChange = (typed: string) => change({ address: typed })
    const onBack = to(asksPhone ? 'phone' : 'ethnic')
    const page = { title: `${who}住在哪里？`, ...place, top, onBack, onNext: to('sure') }
    return <AddressStep {...page} value={address} onChange={onChange} />
  }
  return (
    <StepPage
      title="这样开卡，对吗？"
      top={top}
      {...place}
      next="对，开通"
      onNext={() => void act({ personId, ethnicGroup, phone: phone || undefined, address: address.trim() })}
      onBack={to('address')}
      busy={busy}
      busyWords="正在开卡…"
      problem={problem}
    >
      <Card>
        <Facts
          facts={[
            ['姓名', person.person.name],
            ['证件', person.person.identityNumber],
            ['民族', ethnicGroupName(ethnicGroup)],
            ['手机号', phone || `${bound}（您绑定的）`],
            ['住址', address],
          ]}
        />
        {asksPhone ? null : <Button onTap={to('phone')}>换一个手机号</Button>}
      </Card>
    </StepPage>
  )
}

/** 开通健康卡: two or three questions, one confirmation; for whom was chosen. */
export default function OpenCard() {
  const whom = useWhom('card')
  if (whom.chosen) return <Questions key={whom.personId} person={whom.chosen} whom={whom} />
  return (
    <Page title="开通健康卡">
      <Loading of={whom.loaded}>{() => <NeedsRegistration words="登记以后就能开健康卡。大约一分钟。" />}</Loading>
    </Page>
  )
}
