import { useState } from 'react'
import { Text, View } from '@tarojs/components'
import type { DoctorConsultation } from 'shared/consultations/doctor-contract'
import { doctorConsultations } from '../../../api/doctor-consultations'
import { useLoad } from '../../../api/use-load'
import { useWorkAct } from '../../../features/at-work/use-second-factor'
import { WorkPage } from '../../../features/at-work/work-page'
import { replace, useParams } from '../../../navigation'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { ChoiceChips } from '../../../ui/choice-chips'
import { say } from '../../../ui/overlays'
import { EmptyState, Loading, Refusal } from '../../../ui/states'
import { useParts } from '../../../ui/use-parts'
import { clockWords, dateWords, moneyWords, nearName } from '../../../ui/words'
import { DepartmentChoice } from './department-choice'
import { FoundConsultation } from './found-consultation'
import { changedBy, useConsultation } from './use-consultation'

type Slot = Awaited<ReturnType<typeof doctorConsultations.clinicSlots>>['slots'][number]

const slotsShown = 12

/** One day at a time, then the times of each doctor. */
const Slots = ({
  slots,
  chosen,
  onChoose,
}: {
  slots: Slot[]
  chosen: string | null
  onChoose: (id: string) => void
}) => {
  const days = [...new Set(slots.map(s => s.day))].sort()
  const [wanted, setWanted] = useState<string | null>(null)
  const day = wanted ?? days[0]
  const { shown, more } = useParts(
    slots.filter(s => s.day === day),
    slotsShown,
  )
  const doctors = [...new Set(shown.map(s => s.doctorName))]
  return (
    <>
      <ChoiceChips
        choices={days.slice(0, 14).map(value => ({ value, words: nearName(value), note: dateWords(value) }))}
        chosen={day ?? null}
        onChoose={setWanted}
      />
      {doctors.map(name => (
        <View key={name} className="card stack">
          <Text className="strong">{name}</Text>
          <ChoiceChips
            choices={shown
              .filter(s => s.doctorName === name)
              .map(({ slotId, from, to, remaining, fee }) => ({
                value: slotId,
                words: clockWords(from, to),
                note: `余 ${remaining} · ${moneyWords(fee)}`,
              }))}
            chosen={chosen}
            onChoose={onChoose}
            wide
          />
        </View>
      ))}
      {more ? <Button onTap={more}>再看后面的时间</Button> : null}
    </>
  )
}

const Clinic = ({ of }: { of: DoctorConsultation }) => {
  const { consultationId, institutionId, toClinic } = of
  const [departmentId, setDepartment] = useState<string | null>(toClinic?.departmentId ?? null)
  const [slotId, setSlot] = useState<string | null>(null)
  const loaded = useLoad(
    ['doctor-consultation', consultationId, 'slots', departmentId],
    () => doctorConsultations.clinicSlots({ params: { consultationId }, query: { departmentId: departmentId ?? '' } }),
    { when: departmentId !== null },
  )
  const done = () => replace(routes.doctorConsultation, { consultationId })
  const { act, busy, problem, clear } = useWorkAct(
    'consultation-book-clinic',
    (input: { slotId: string }, idempotencyKey) =>
      doctorConsultations.bookClinic({ params: { consultationId }, body: input, idempotencyKey }),
    {
      changes: [...changedBy(consultationId)],
      done: () => {
        say('替居民约好了，他会收到通知')
        done()
      },
    },
  )
  const pickDepartment = (id: string | null) => {
    setDepartment(id)
    setSlot(null)
    clear()
  }
  return (
    <WorkPage
      title="替居民约一个号"
      lead={`给 ${of.personName}，挂号费到窗口付`}
      shows={[loaded]}
      foot={
        <>
          <Refusal problem={problem} />
          <Button
            kind="main"
            icon="calendar"
            busy={busy}
            onTap={() => (slotId ? void act({ slotId }) : say('请先选一个时间'))}
          >
            约这个号
          </Button>
          <Button kind="plain" onTap={done}>
            不约，让居民自己挂
          </Button>
        </>
      }
    >
      {departmentId === null || departmentId !== toClinic?.departmentId ? (
        <DepartmentChoice
          institutionId={institutionId}
          chosen={departmentId}
          onChoose={chosen => pickDepartment(chosen.departmentId)}
        />
      ) : (
        <View className="card line line-apart">
          <Text className="strong">{toClinic?.departmentName ?? '已选的科室'}</Text>
          <Button small onTap={() => pickDepartment(null)}>
            换科室
          </Button>
        </View>
      )}
      {departmentId ? (
        <Loading of={loaded}>
          {({ slots }) =>
            slots.length ? (
              <Slots
                slots={slots}
                chosen={slotId}
                onChoose={id => {
                  setSlot(id)
                  clear()
                }}
              />
            ) : (
              <EmptyState icon="later" title="这个科近期没有空号" words="换个科室，或请居民自己候补。" />
            )
          }
        </Loading>
      ) : null}
    </WorkPage>
  )
}

/** 替居民约号: out of the contracted or the referral pool, right where the consultation was stopped. */
export default function ClinicPage() {
  const { consultationId = '' } = useParams()
  const loaded = useConsultation(consultationId)
  if (loaded.data) return <Clinic of={loaded.data} />
  return (
    <WorkPage title="替居民约号" shows={[loaded]}>
      <FoundConsultation of={loaded}>{() => null}</FoundConsultation>
    </WorkPage>
  )
}
