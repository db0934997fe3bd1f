import './booking.css'
import { useState } from 'react'
import { appointments } from '../../../api/appointments'
import { useLoad } from '../../../api/use-load'
import { useParams } from '../../../navigation'
import { Button } from '../../../ui/button'
import { Page } from '../../../ui/page'
import { EmptyState, Loading } from '../../../ui/states'
import { dateWords, instantWords, nearName } from '../../../ui/words'
import { dayOffers, doctorsOn, firstDay, type Availability } from './availability'
import { Days } from './days'
import { DoctorCard } from './doctor-card'
import { ErrandBar } from './errand-bar'
import { useErrand, type Errand } from './use-errand'
import { useParts } from '../../../ui/use-parts'

interface Focus {
  doctorId: string | null
  all: () => void
}

const NobodyThatDay = ({ availability, day, focus }: { availability: Availability; day: string; focus: Focus }) => {
  const closed = availability.days.find(d => d.day === day)?.open === false
  const words = closed
    ? `下一次放号：${instantWords(availability.nextRelease)}，到时候再来看。`
    : '请在上面选别的日子。'
  return (
    <EmptyState
      icon="later"
      title={closed ? '这天的号还没有放出来' : `${nearName(day)} ${dateWords(day)}没有医生出诊`}
      words={words}
      {...(focus.doctorId && !closed ? { doors: [{ words: '看同科其他医生', onTap: focus.all }] } : {})}
    />
  )
}

/** A free follow-up is good for a few days only. */
const inTime = ({ purpose, earlier }: Errand, day: string): boolean => {
  const until = earlier.data?.can.followUpUntil
  return purpose !== 'follow' || !until || day <= until
}

const Choice = ({ availability, errand, focus }: { availability: Availability; errand: Errand; focus: Focus }) => {
  const days = dayOffers(availability, focus.doctorId).filter(({ day }) => inTime(errand, day))
  const [wanted, setWanted] = useState<string | null>(null)
  const [openId, setOpenId] = useState<string | null | undefined>(undefined)
  const day = wanted ?? firstDay(days)
  const doctors = day ? doctorsOn(availability, day, focus.doctorId) : []
  const { shown, more } = useParts(doctors, 8)
  // With one doctor to choose from there is nothing to ask before the times.
  const opened = openId === undefined && doctors.length === 1 ? 'first' : openId
  const chooseDay = (chosen: string) => {
    setWanted(chosen)
    setOpenId(undefined)
  }
  if (!day) return <EmptyState icon="later" title="这个科还没有排班" words="请换个科室，或过几天再来看。" />
  return (
    <>
      <Days days={days} chosen={day} onChoose={chooseDay} />
      {doctors.length === 0 ? <NobodyThatDay availability={availability} day={day} focus={focus} /> : null}
      {shown.map(of => (
        <DoctorCard key={of.doctor.doctorId} of={of} opened={opened ?? null} open={setOpenId} errand={errand} />
      ))}
      {more ? <Button onTap={more}>再看几位医生</Button> : null}
      {focus.doctorId ? <Button onTap={focus.all}>看同科其他医生</Button> : null}
    </>
  )
}

const titles = { book: '约哪位医生？', move: '改到什么时候？', follow: '哪天来复诊？' } as const

/** 选医生与时间: days with remaining numbers, doctors of the day below, their times as big chips. */
export default function Doctors() {
  const { departmentId = '', doctorId } = useParams()
  const errand = useErrand()
  const { personId, purpose } = errand
  const [only, setOnly] = useState<string | null>(doctorId ?? null)
  const loaded = useLoad(
    ['availability', departmentId, personId],
    () => appointments.availability({ params: { departmentId }, query: { personId } }),
    // Asked once, when it is known for whom: the pools depend on it.
    { keep: true, when: !errand.whom.loaded.loading && (purpose === 'book' || personId !== undefined) },
  )
  const lead = loaded.data ? `${loaded.data.institutionName} ${loaded.data.departmentName}` : undefined
  return (
    <Page title={titles[purpose]} {...(lead ? { lead } : {})} top={<ErrandBar errand={errand} />} shows={[loaded]}>
      <Loading of={loaded} cards={3}>
        {availability => (
          <Choice
            key={only ?? 'all'}
            availability={availability}
            errand={errand}
            focus={{ doctorId: only, all: () => setOnly(null) }}
          />
        )}
      </Loading>
    </Page>
  )
}
