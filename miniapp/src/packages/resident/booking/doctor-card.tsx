import { Text, View } from '@tarojs/components'
import { go } from '../../../navigation'
import { Icon } from '../../../ui/icon'
import { Tap } from '../../../ui/tap'
import { dayOf, moneyWords, periodWords } from '../../../ui/words'
import { sessionState, type DoctorOfDay, type DoctorOffer, type SessionOffer, type SessionState } from './availability'
import { Avatar } from './avatar'
import { bookingRoutes } from './routes'
import { SlotChips } from './slot-chips'
import type { Errand } from './use-errand'

interface Props {
  of: DoctorOfDay
  /** The session whose times are shown; `first`: this doctor's first with numbers. */
  opened: string | null
  open: (sessionId: string | null) => void
  errand: Errand
}

const openedOf = (sessions: SessionOffer[], opened: string | null): SessionOffer | undefined =>
  opened === 'first'
    ? (sessions.find(session => sessionState(session) === 'open') ??
      sessions.find(session => sessionState(session) === 'full'))
    : sessions.find(({ sessionId }) => sessionId === opened)

/** Nobody can join a wait-list on the day itself: an offer ends the day before. */
const noteOf = ({ day, remaining }: SessionOffer, state: SessionState): string =>
  state === 'full' && day > dayOf()
    ? '约满 · 候补'
    : { open: `余 ${remaining}`, full: '约满', stopped: '停诊', over: '已结束' }[state]

const SessionChip = ({ session, on, onTap }: { session: SessionOffer; on: boolean; onTap: () => void }) => {
  const state = sessionState(session)
  const off = state === 'stopped' || state === 'over'
  return (
    <Tap
      className={`session ${on ? 'session-on' : ''} ${off ? 'session-off' : state === 'full' ? 'session-full' : ''}`}
      role="radio"
      chosen={on}
      onTap={off ? undefined : onTap}
    >
      <Text className="strong">{`${periodWords[session.period]} ${moneyWords(session.fee)}`}</Text>
      <View className="session-note">
        <Text>{noteOf(session, state)}</Text>
        {off ? null : <Icon name="down" className={on ? 'turned' : ''} />}
      </View>
    </Tap>
  )
}

const Head = ({ doctor }: { doctor: DoctorOffer }) => {
  const { doctorId, name, title, goodAt, grade, favourite } = doctor
  return (
    <Tap className="doctor-head" label={`${name}，看介绍`} onTap={() => go(bookingRoutes.doctor, { doctorId })}>
      <Avatar name={name} />
      <View className="grow">
        <View className="line doctor-name">
          <Text className="strong">{name}</Text>
          <Text className="quiet">{title}</Text>
          {grade === 'expert' ? <Text className="badge">专家号</Text> : null}
          {favourite ? <Text className="badge badge-extra">已收藏</Text> : null}
        </View>
        {goodAt ? <View className="row-note">{`擅长：${goodAt}`}</View> : null}
      </View>
    </Tap>
  )
}

/** One doctor on one day: half days with what is left; a tap opens the times below. */
export const DoctorCard = ({ of: { doctor, sessions }, opened, open, errand }: Props) => {
  const shown = openedOf(sessions, opened)
  return (
    <View className="card stack">
      <Head doctor={doctor} />
      <View className="sessions">
        {sessions.map(session => (
          <SessionChip
            key={session.sessionId}
            session={session}
            on={session === shown}
            onTap={() => open(session === shown ? null : session.sessionId)}
          />
        ))}
      </View>
      {shown ? <SlotChips sessionId={shown.sessionId} errand={errand} /> : null}
    </View>
  )
}
