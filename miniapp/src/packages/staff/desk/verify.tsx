import './check-in.css'
import { useState } from 'react'
import { Text, View } from '@tarojs/components'
import type { z } from 'zod/mini'
import { cardSteps, type CardStep } from 'shared/health-card/contract'
import { sexWords } from 'shared/identity/sex-words'
import { healthCard } from '../../../api/health-card'
import { useWorkAct } from '../../../features/at-work/use-second-factor'
import { WorkPage } from '../../../features/at-work/work-page'
import { useWorkplace } from '../../../features/at-work/workplace'
import { hasCamera } from '../../../platform/scan'
import { Facts } from '../../../ui/card'
import { ChoiceChips } from '../../../ui/choice-chips'
import { CardRefusal } from './card-refusal'
import { CodeField } from './code-field'
import { Outcome } from './outcome'

type Step = z.infer<typeof CardStep>
type Verified = Awaited<ReturnType<typeof healthCard.verifyCard>>

const stepWords: Record<Step, string> = {
  registration: '挂号',
  check_in: '报到',
  consultation: '看病',
  pharmacy: '取药',
  examination: '检查',
  payment: '缴费',
}
const voidWords = {
  frozen: '这张卡挂失了，不能用。请核对身份证。',
  reissued: '这是换下来的旧卡，请居民打开新的健康卡。',
  used: '这个码用过了，请居民刷新后再扫。',
} as const

const Result = ({ verified }: { verified: Verified }) =>
  verified.valid ? (
    <Outcome
      good
      icon="verified"
      title={`是本人的卡：${verified.name}`}
      words="请看一眼，年龄、性别和眼前的人对不对得上。"
    >
      <Facts
        facts={[
          ['性别', sexWords[verified.sex as keyof typeof sexWords] ?? ''],
          ['年龄', `${verified.age} 岁`],
          ['身份证', verified.identityNumber],
        ]}
      />
    </Outcome>
  ) : (
    <Outcome good={false} icon="refused" title="这张卡不能用" words={voidWords[verified.why]} />
  )

/** 核对健康卡: what it is shown for is recorded, and the resident can read it. */
export default function VerifyPage() {
  const [step, setStep] = useState<Step>('pharmacy')
  const [verified, setVerified] = useState<Verified | null>(null)
  const { institutionId, choice } = useWorkplace(['staff', 'doctor'])
  const { act, busy, problem } = useWorkAct(
    'verify-card',
    (body: Parameters<typeof healthCard.verifyCard>[0]['body'], idempotencyKey) =>
      healthCard.verifyCard({ body, idempotencyKey }),
    { done: setVerified },
  )
  const field = (
    <CodeField
      busy={busy}
      words={`核对，用于${stepWords[step]}`}
      onCode={code => {
        setVerified(null)
        void act({ code, step, institutionId })
      }}
    />
  )
  return (
    <WorkPage
      title="核对健康卡"
      lead="看卡是不是真的、有没有挂失。每核对一次，居民都能查到。"
      foot={hasCamera ? field : null}
    >
      {choice}
      <View className="stack">
        <Text className="strong">用来做什么？</Text>
        <ChoiceChips
          choices={cardSteps.map(value => ({ value, words: stepWords[value] }))}
          chosen={step}
          onChoose={setStep}
        />
      </View>
      {hasCamera ? null : field}
      {problem ? <CardRefusal problem={problem} /> : null}
      {verified ? <Result verified={verified} /> : null}
    </WorkPage>
  )
}
