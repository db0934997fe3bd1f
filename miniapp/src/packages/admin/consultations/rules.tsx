import { useState } from 'react'
import { Text } from '@tarojs/components'
import type { ConsultationRules } from 'shared/consultations/admin-contract'
import { adminConsultations } from '../../../api/admin-consultations'
import { useLoad } from '../../../api/use-load'
import { useWorkAct } from '../../../features/at-work/use-second-factor'
import { WorkPage } from '../../../features/at-work/work-page'
import { useParams } from '../../../navigation'
import { Button } from '../../../ui/button'
import { ChoiceChips } from '../../../ui/choice-chips'
import { Field } from '../../../ui/field'
import { say } from '../../../ui/overlays'
import { Row, Rows } from '../../../ui/rows'
import { Loading, Refusal } from '../../../ui/states'
import { instantWords } from '../../../ui/words'
import { edited, numberFields, type Typed, typedOf } from './rule-fields'

type Stored = Awaited<ReturnType<typeof adminConsultations.consultationRules>>
const rulesKey = (institutionId: string) => ['consultation-rules', institutionId] as const
const changesShown = 5

const openChoices = [
  { value: 'yes', words: '开放' },
  { value: 'no', words: '不开放' },
] as const
const refundChoices = [
  { value: 'yes', words: '全部退款' },
  { value: 'no', words: '不退' },
] as const
const chosen = (typed: string): 'yes' | 'no' => (typed === 'yes' ? 'yes' : 'no')

const Form = ({ stored: { institutionId, rules, version, changes } }: { stored: Stored }) => {
  const [typed, setTyped] = useState<Typed>(() => typedOf(rules))
  const [tried, setTried] = useState(false)
  const { act, busy, problem } = useWorkAct(
    'change-consultation-rules',
    (body: { rules: ConsultationRules; version: number }, idempotencyKey) =>
      adminConsultations.changeConsultationRules({ params: { institutionId }, body, idempotencyKey }),
    { changes: [rulesKey(institutionId)], done: () => say('改好了，马上生效') },
  )
  const result = edited(typed)
  const wrong = tried && 'wrong' in result ? result.wrong : {}
  const set = (some: Partial<Typed>) => setTyped({ ...typed, ...some })
  const save = () => {
    setTried(true)
    if ('rules' in result) void act({ rules: result.rules, version })
  }
  return (
    <>
      <Text className="strong">本机构的医生能不能在线问诊</Text>
      <ChoiceChips choices={openChoices} chosen={chosen(typed.open)} onChoose={open => set({ open })} />
      <Field
        label="每次多少钱（元）"
        hint="空着就和医生的门诊挂号费一样；0 是免费"
        type="digit"
        max={9}
        value={typed.fee}
        onChange={fee => set({ fee })}
        error={wrong.fee}
      />
      {numberFields.map(({ rule, ask, unit }) => (
        <Field
          key={rule}
          label={`${ask}（${unit}）`}
          type="number"
          max={4}
          value={typed[rule]}
          onChange={words => set({ [rule]: words })}
          error={wrong[rule]}
        />
      ))}
      <Text className="strong">医生请居民到医院看的</Text>
      <ChoiceChips
        choices={refundChoices}
        chosen={chosen(typed.refundWhenStopped)}
        onChoose={refundWhenStopped => set({ refundWhenStopped })}
      />
      <Refusal problem={problem} />
      <Button kind="main" busy={busy} onTap={save}>
        保存
      </Button>
      {changes.length ? (
        <Rows title="谁改过什么">
          {changes.slice(0, changesShown).map(({ at, by, what }) => (
            <Row key={at} title={what.join('；')} note={`${by} · ${instantWords(at)}`} />
          ))}
        </Rows>
      ) : (
        <Text className="quiet small">还没有人改过，用的是全县的默认规则。</Text>
      )}
    </>
  )
}

/** 在线问诊规则 of one institution, and who changed what. */
export default function Rules() {
  const { institutionId = '' } = useParams()
  const loaded = useLoad(rulesKey(institutionId), () =>
    adminConsultations.consultationRules({ params: { institutionId } }),
  )
  return (
    <WorkPage title="在线问诊规则" {...(loaded.data ? { lead: loaded.data.institutionName } : {})} shows={[loaded]}>
      <Loading of={loaded} cards={4}>
        {stored => <Form key={stored.version} stored={stored} />}
      </Loading>
    </WorkPage>
  )
}
