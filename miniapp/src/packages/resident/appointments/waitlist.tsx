import './appointments.css'
import { Text, View } from '@tarojs/components'
import { AskCard } from '../../../features/notifications/ask-card'
import { go } from '../../../navigation'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { Card } from '../../../ui/card'
import { Page } from '../../../ui/page'
import { Row, Rows } from '../../../ui/rows'
import { StateTag } from '../../../ui/state-tag'
import { EmptyState, Loading, Refusal } from '../../../ui/states'
import { dateWords, instantWords, periodWords, weekday } from '../../../ui/words'
import { OfferCard } from './offer-card'
import { useLeave, useWaitlist, type Entry } from './use-waitlist'

const ended: Record<Exclude<Entry['state'], 'waiting' | 'offered'>, string> = {
  accepted: '已经约上',
  declined: '您没有要，让给了下一位',
  expired: '保留时间到了，让给了下一位',
  cancelled: '已经退出',
}

const place = ({ session }: Entry) => `${session.institutionName} ${session.departmentName} ${session.doctorName}`
const halfDay = ({ session }: Entry) =>
  `${dateWords(session.day)} ${weekday(session.day)} ${periodWords[session.period]}`

const WaitingCard = ({ entry }: { entry: Entry }) => {
  const { leave, busy, problem } = useLeave()
  const { departmentId } = entry.session
  return (
    <Card>
      <View className="stack">
        <View className="line line-apart">
          <Text className="whom-line">{`给 ${entry.personName}`}</Text>
          <StateTag words="排队中" tone="waiting" icon="waiting" />
        </View>
        <View className="when-line">{halfDay(entry)}</View>
        <Text>{place(entry)}</Text>
        <Text className="strong">{entry.ahead === 0 ? '您排在第一位' : `前面还有 ${entry.ahead} 位`}</Text>
        <Text className="quiet small">{`${instantWords(entry.createdAt)} 开始排，轮到您会留住号等您点`}</Text>
        <Refusal problem={problem} />
        <View className="chips">
          <Button small onTap={() => go(routes.bookingDoctors, { departmentId })}>
            看别的时间
          </Button>
          <Button small kind="danger" busy={busy} onTap={() => leave(entry)}>
            不排了
          </Button>
        </View>
      </View>
    </Card>
  )
}

const Entries = ({ entries }: { entries: Entry[] }) => {
  const past = entries.filter(({ state }) => state !== 'waiting' && state !== 'offered').slice(0, 20)
  if (entries.length === 0) {
    return (
      <EmptyState
        icon="waiting"
        title="没有在排的候补"
        words="想约的半天满了，点“候补”就能排上。"
        doors={[{ words: '去预约', onTap: () => go(routes.booking) }]}
      />
    )
  }
  return (
    <>
      {entries
        .filter(({ state }) => state === 'offered')
        .map(entry => (
          <OfferCard key={entry.entryId} entry={entry} />
        ))}
      {entries.some(({ state }) => state === 'waiting') ? <AskCard moment="waitlisted" /> : null}
      {entries
        .filter(({ state }) => state === 'waiting')
        .map(entry => (
          <WaitingCard key={entry.entryId} entry={entry} />
        ))}
      {past.length ? (
        <Rows title="以前排过的">
          {past.map(entry => (
            <Row
              key={entry.entryId}
              title={halfDay(entry)}
              note={`${entry.personName} ${place(entry)}：${ended[entry.state as keyof typeof ended]}`}
            />
          ))}
        </Rows>
      ) : null}
    </>
  )
}

/** 我的候补: offers first, then what is waited for. */
export default function Waitlist() {
  const loaded = useWaitlist()
  return (
    <Page title="我的候补" lead="有人退号，就按先后轮到。" shows={[loaded]}>
      <Loading of={loaded}>{({ entries }) => <Entries entries={entries} />}</Loading>
    </Page>
  )
}
