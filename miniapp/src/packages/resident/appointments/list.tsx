import './appointments.css'
import { Fragment, useState } from 'react'
import { Text } from '@tarojs/components'
import type { Appointment } from 'shared/appointments/model'
import { isLive } from 'shared/appointments/state-machine'
import { appointments } from '../../../api/appointments'
import { useLoad } from '../../../api/use-load'
import { isDue } from '../../../features/payments/words'
import { basisWords, usePeople } from '../../../features/whom/use-whom'
import { go } from '../../../navigation'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { ChoiceChips } from '../../../ui/choice-chips'
import { Page } from '../../../ui/page'
import { Row, Rows } from '../../../ui/rows'
import { EmptyState, Loading, With } from '../../../ui/states'
import { appointmentRoutes } from '../booking/routes'
import { useParts } from '../../../ui/use-parts'
import { AppointmentCard } from './appointment-card'
import { type Entry, useWaitlist } from './use-waitlist'
import { OfferCard } from './offer-card'

type When = 'coming' | 'past'

/** The family's words for whoever an appointment is for: 本人, 妈妈. */
const useRelation = (): ((personId: string) => string) => {
  const people = usePeople().data?.people ?? []
  return personId => {
    const found = people.find(({ person }) => person.personId === personId)
    return found ? basisWords(found) : ''
  }
}

const urgency = (of: Appointment): number => Number(isLive(of.status)) + Number(isDue(of))

const firstOff = (list: readonly Appointment[]): number => list.findIndex(({ status }) => !isLive(status))

const List = ({ list, when }: { list: Appointment[]; when: When }) => {
  // What waits for payment stands first; what was called off stays visible until its day, below what is still to come.
  const { shown, more } = useParts(when === 'coming' ? [...list].sort((a, b) => urgency(b) - urgency(a)) : list, 10)
  const relation = useRelation()
  if (list.length === 0) {
    return when === 'coming' ? (
      <EmptyState icon="calendar" title="没有要去的预约" words="点下面“预约挂号”，约一个医生。" />
    ) : (
      <EmptyState icon="history" title="还没有看过病的记录" words="看完病、取消的号都会留在这里。" />
    )
  }
  return (
    <>
      {shown.map((appointment, i) => (
        <Fragment key={appointment.appointmentId}>
          {when === 'coming' && i === firstOff(shown) ? <Text className="group-title">不去了的</Text> : null}
          <AppointmentCard appointment={appointment} relation={relation(appointment.personId)} />
        </Fragment>
      ))}
      {more ? <Button onTap={more}>再看后面的</Button> : null}
    </>
  )
}

const Waiting = ({ entries }: { entries: readonly Entry[] }) => {
  const offers = entries.filter(({ state }) => state === 'offered')
  const waiting = entries.filter(({ state }) => state === 'waiting')
  return (
    <>
      {offers.map(entry => (
        <OfferCard key={entry.entryId} entry={entry} />
      ))}
      {waiting.length ? (
        <Rows>
          <Row
            icon="waiting"
            title={`正在排 ${waiting.length} 个候补`}
            note={
              waiting[0] ? (waiting[0].ahead === 0 ? '您排在第一位' : `最近的一个前面还有 ${waiting[0].ahead} 位`) : ''
            }
            onTap={() => go(appointmentRoutes.waitlist)}
          />
        </Rows>
      ) : null}
    </>
  )
}

const tabs = [
  { value: 'coming', words: '要去的' },
  { value: 'past', words: '以前的' },
] as const

/** 我的预约: next first, for everyone the account may act for. */
export default function Appointments() {
  const [when, setWhen] = useState<When>('coming')
  const loaded = useLoad(['appointments', when], () => appointments.appointments({ query: { when } }), {
    keep: true,
    every: 60_000,
  })
  const waitlist = useWaitlist()
  // One main button a screen: paying comes before booking another.
  const due = loaded.data?.appointments.some(isDue)
  return (
    <Page
      title="我的预约"
      shows={[loaded]}
      foot={
        <Button kind={due ? 'second' : 'main'} icon="calendar" onTap={() => go(routes.booking)}>
          预约挂号
        </Button>
      }
    >
      <ChoiceChips choices={tabs} chosen={when} onChoose={setWhen} wide />
      <Loading of={loaded} after={[waitlist]}>
        {({ appointments: list }) => (
          <>
            {when === 'coming' ? <Waiting entries={waitlist.data?.entries ?? []} /> : null}
            <List key={when} list={list} when={when} />
          </>
        )}
      </Loading>
      <With of={[waitlist, loaded]}>
        <Rows>
          <Row icon="waiting" title="我的候补" onTap={() => go(appointmentRoutes.waitlist)} />
          <Row
            icon="history"
            title="爽约记录"
            note="约了没来的次数，记错了可以申诉"
            onTap={() => go(appointmentRoutes.noShows)}
          />
        </Rows>
      </With>
    </Page>
  )
}
