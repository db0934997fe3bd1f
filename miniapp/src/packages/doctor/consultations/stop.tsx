import { useState } from 'react'
import { Text } from '@tarojs/components'
import type { DoctorConsultation } from 'shared/consultations/doctor-contract'
import { doctorConsultations } from '../../../api/doctor-consultations'
import { useDraft } from '../../../api/use-draft'
import { useWorkAct } from '../../../features/at-work/use-second-factor'
import { WorkPage } from '../../../features/at-work/work-page'
import { replace, useParams } from '../../../navigation'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { ChoiceChips } from '../../../ui/choice-chips'
import { Field } from '../../../ui/field'
import { say } from '../../../ui/overlays'
import { Refusal } from '../../../ui/states'
import { addresses } from './addresses'
import { DepartmentChoice } from './department-choice'
import { FoundConsultation } from './found-consultation'
import { changedBy, useConsultation } from './use-consultation'
import { whyWords } from './words'

type Why = keyof typeof whyWords
const whys = (Object.keys(whyWords) as Why[]).map(value => ({ value, words: whyWords[value].words }))
const isWhy = (word: string | undefined): word is Why => word !== undefined && word in whyWords

const Stop = ({ of, first }: { of: DoctorConsultation; first: Why | null }) => {
  const { consultationId, institutionId } = of
  const [why, setWhy] = useState<Why | null>(first)
  const [departmentId, setDepartment] = useState<string | null>(null)
  const [draft, change, clear] = useDraft(`stop:${consultationId}`, { words: '' })
  const { act, busy, problem } = useWorkAct(
    'consultation-stop',
    (body: { why: Why; words: string; departmentId: string | null }, idempotencyKey) =>
      doctorConsultations.stop({ params: { consultationId }, body, idempotencyKey }),
    {
      changes: changedBy(consultationId),
      done: () => {
        clear()
        say('已请居民到医院看')
        if (departmentId) replace(addresses.clinic, { consultationId })
        else replace(routes.doctorConsultation, { consultationId })
      },
    },
  )
  const words = draft.words.trim()
  const stop = () => {
    if (!why) return say('请先选原因')
    if (words.length < 2) return say('请写一句要告诉居民的话')
    void act({ why, words, departmentId })
  }
  return (
    <WorkPage
      title="请居民到医院看"
      lead="问诊马上停止。选好科室，下一步可以当场替他挂号。"
      shows={[]}
      foot={
        <>
          <Refusal problem={problem} />
          <Button kind="danger-main" icon="hospital" busy={busy} onTap={stop}>
            {departmentId ? '停止，接着替他挂号' : '停止，请他到医院'}
          </Button>
        </>
      }
    >
      <Text className="strong">为什么？</Text>
      <ChoiceChips choices={whys} chosen={why} onChoose={setWhy} />
      <Field
        label="告诉居民的话"
        area
        max={300}
        value={draft.words}
        onChange={typed => change({ words: typed })}
        {...(why ? { placeholder: `例如：${whyWords[why].sentence}` } : {})}
      />
      <Text className="strong">去看哪个科？</Text>
      <DepartmentChoice
        institutionId={institutionId}
        chosen={departmentId}
        onChoose={chosen => setDepartment(chosen.departmentId)}
      />
    </WorkPage>
  )
}

/** 转去门诊: first visit, changed condition or anything unsuitable ends here at once (国卫办医发〔2022〕2号). */
export default function StopPage() {
  const { consultationId = '', why } = useParams()
  const loaded = useConsultation(consultationId)
  if (loaded.data) return <Stop of={loaded.data} first={isWhy(why) ? why : loaded.data.mustStop} />
  return (
    <WorkPage title="转去门诊" shows={[loaded]}>
      <FoundConsultation of={loaded}>{() => null}</FoundConsultation>
    </WorkPage>
  )
}
