import { Text, View } from '@tarojs/components'
import type { SlotOffer } from 'shared/appointments/model'
import { go } from '../../../navigation'
import { Button } from '../../../ui/button'
import { ErrorState } from '../../../ui/states'
import { Tap } from '../../../ui/tap'
import { isPast, type SessionDetail } from './availability'
import { bookingRoutes } from './routes'
import type { Errand } from './use-errand'
import { useSessionOffer } from './use-session-offer'

const trim = (clock: string) => clock.replace(/^0/, '')

const SlotChip = ({ slot, onTap }: { slot: SlotOffer; onTap: () => void }) => {
  const past = isPast(slot.day, slot.from)
  const off = past || slot.remaining === 0
  return (
    <Tap className={`slot ${off ? 'slot-off' : ''}`} onTap={off ? undefined : onTap}>
      <Text className="slot-time number">{`${trim(slot.from)}–${trim(slot.to)}`}</Text>
      <Text className="slot-note">{past ? '已过' : slot.remaining ? `余 ${slot.remaining}` : '约满'}</Text>
    </Tap>
  )
}

/** What to do when nothing is left: wait for a number that somebody gives back. */
const Full = ({
  session: { sessionId },
  waitlist,
}: {
  session: { sessionId: string }
  waitlist: SessionDetail['waitlist']
}) =>
  waitlist.open ? (
    <View className="stack">
      <Text className="quiet">
        {waitlist.waiting
          ? `这半天约满了，已有 ${waitlist.waiting} 位在排候补。有人退号就按先后轮到。`
          : '这半天约满了。排上候补，有人退号第一个给您。'}
      </Text>
      <Button kind="main" icon="waiting" onTap={() => go(bookingRoutes.waitlist, { sessionId })}>
        排候补
      </Button>
    </View>
  ) : (
    <Text className="quiet">这半天约满了，候补也已经截止。请看别的日子，或同科其他医生。</Text>
  )

const Bones = () => (
  <View className="slots">
    {Array.from({ length: 6 }, (_, i) => (
      <View className="slot slot-bone bone" key={i} />
    ))}
  </View>
)

/** The times of one half day as big chips; a tap goes on to the confirmation. */
export const SlotChips = ({ sessionId, errand }: { sessionId: string; errand: Errand }) => {
  const loaded = useSessionOffer(sessionId, errand)
  if (!loaded.data) return loaded.problem ? <ErrorState problem={loaded.problem} again={loaded.again} /> : <Bones />
  const { session, slots, waitlist } = loaded.data
  const free = slots.some(slot => slot.remaining > 0 && !isPast(slot.day, slot.from))
  if (!free && errand.purpose === 'book') return <Full session={session} waitlist={waitlist} />
  // Moving keeps the old number until the new one is taken: it does not wait in a queue.
  if (!free) return <Text className="quiet">这半天约满了，请看别的日子。原来的号还给您留着。</Text>
  return (
    <View className="slots">
      {slots.map(slot => (
        <SlotChip
          key={slot.slotId}
          slot={slot}
          onTap={() => go(bookingRoutes.confirm, { sessionId, slotId: slot.slotId, ...errand.carry })}
        />
      ))}
    </View>
  )
}
