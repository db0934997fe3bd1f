import { useRef } from 'react'
import { consultations } from '../../../api/consultations'
import { useAct } from '../../../api/use-act'
import { useDraft } from '../../../api/use-draft'
import { useLoad } from '../../../api/use-load'
import { useWhom } from '../../../features/whom/use-whom'
import { go, replace, replaceByTwo, useParams } from '../../../navigation'
import { routes } from '../../../routes'
import { say } from '../../../ui/overlays'
import { Page } from '../../../ui/page'
import { EmptyState, Loading } from '../../../ui/states'
import { consultationAddresses } from './addresses'
import { type Asking, type AskingRules, blankAsking, bodyOf, stepsOf } from './asking'
import { ConsentStep } from './steps/consent-step'
import { EarlierStep } from './steps/earlier-step'
import { QuestionsStep } from './steps/questions-step'
import { ReasonStep } from './steps/reason-step'
import type { StepProps } from './steps/step'
import { VisitStep } from './steps/visit-step'

interface Whom {
  personId: string
  doctorId: string
  institutionId: string
}

const steps = {
  visit: VisitStep,
  reason: ReasonStep,
  earlier: EarlierStep,
  questions: QuestionsStep,
  consent: ConsentStep,
} as const

/** Sends it; a fee is paid at once. */
const useAsk = (whom: Whom, sent: () => void) =>
  useAct(
    'ask-doctor',
    (body: ReturnType<typeof bodyOf>, idempotencyKey) => consultations.ask({ body, idempotencyKey }),
    {
      changes: [['consultations'], ['consultation-doctors'], ['home'], ['me']],
      done: ({ consultationId, payment }) => {
        sent()
        // Whoever comes back without having paid sees the question, where to pay it and how to take it back.
        if (payment?.state === 'due')
          replaceByTwo([routes.consultation, { consultationId }], [routes.pay, { orderId: payment.orderId }])
        else {
          say('问题已经发给医生')
          replace(routes.consultation, { consultationId })
        }
      },
      refused: ({ code, details }) => {
        if (code === 'consent_required') {
          say('请先同意健康信息使用说明，再回来提交')
          go(routes.healthDataConsent)
          return true
        }
        if (code !== 'consultation_open') return false
        say('您和这位医生的问诊还没有结束，请在那里继续说。')
        if (typeof details?.consultationId === 'string')
          replace(routes.consultation, { consultationId: details.consultationId })
        else replace(routes.consultations, { personId: whom.personId })
        return true
      },
    },
  )

interface FormProps {
  rules: AskingRules
  whom: Whom
  personName: string
  other: boolean
}

const Form = ({ rules, whom, personName, other }: FormProps) => {
  const [asking, change, clear] = useDraft<Asking>(`ask:${whom.doctorId}:${whom.personId}`, blankAsking)
  const latest = useRef(asking)
  latest.current = asking
  const { act, busy, problem, clear: forget } = useAsk(whom, clear)
  const names = stepsOf(rules)
  const step = Math.min(asking.step, names.length - 1)
  const to = (next: number) => {
    forget()
    change({ step: next })
  }
  const props: StepProps = {
    rules,
    asking,
    change,
    latest: () => latest.current,
    personName,
    other,
    place: { step: step + 1, of: names.length },
    next: () => to(step + 1),
    ...(step > 0 ? { back: () => to(step - 1) } : {}),
    submit: () => void act(bodyOf(asking, whom, rules)),
    busy,
    problem,
  }
  const Step = steps[names[step] ?? 'visit']
  return <Step {...props} />
}

/** 提问: one question a page, kept on the phone until it was sent. */
export default function Ask() {
  const { doctorId = '', institutionId = '', personId: asked } = useParams()
  const whom = useWhom('records', asked)
  const { personId, chosen } = whom
  const loaded = useLoad(
    ['asking', doctorId, personId],
    () => consultations.askingRules({ params: { doctorId }, query: { personId: personId ?? '' } }),
    { when: personId !== undefined },
  )
  if (loaded.data && personId && chosen) {
    return (
      <Form
        key={personId}
        rules={loaded.data}
        whom={{ personId, doctorId, institutionId: institutionId || loaded.data.doctor.institutionId }}
        personName={chosen.person.name}
        other={whom.other}
      />
    )
  }
  return (
    <Page title="问医生" shows={[loaded]}>
      {loaded.problem?.code === 'doctor_not_consulting' || loaded.problem?.code === 'not_found' ? (
        <EmptyState
          icon="doctor"
          title="这位医生现在不在线上看病"
          words="请选别的医生，或预约挂号当面看。"
          doors={[
            { words: '看别的医生', onTap: () => replace(consultationAddresses.doctors, { personId }) },
            { words: '预约挂号', onTap: () => replace(routes.booking) },
          ]}
        />
      ) : (
        <Loading of={loaded}>{() => null}</Loading>
      )}
    </Page>
  )
}
