import { Text, View } from '@tarojs/components'
import type { z } from 'zod/mini'
import type { Session, SlotOffer } from 'shared/appointments/model'
import { go } from '../../../navigation'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { Row, Rows } from '../../../ui/rows'
import { Sheet } from '../../../ui/sheet'
import { clockWords, dayWords } from '../../../ui/words'
import { bookingRoutes } from './routes'
import type { Errand } from './use-errand'

interface Props {
  nearest: SlotOffer[]
  session: z.infer<typeof Session>
  errand: Errand
  onPick: (slot: SlotOffer) => void
  onClose: () => void
}

/** The number went to somebody else a moment ago: said at once, with the nearest free ones to tap. */
export const NearestSheet = ({ nearest, session, errand, onPick, onClose }: Props) => {
  const { sessionId, departmentId } = session
  const leave = (path: string, params: Record<string, string>) => {
    onClose()
    go(path, params)
  }
  return (
    <Sheet title="这个号刚被约走了" onClose={onClose}>
      <Text className="quiet">
        {nearest.length ? '别担心，没有收钱。点一个最近还有号的时间：' : '附近的时间也都约满了。'}
      </Text>
      {nearest.length ? (
        <Rows>
          {nearest.slice(0, 5).map(slot => (
            <Row
              key={slot.slotId}
              icon="clock"
              title={clockWords(slot.from, slot.to)}
              note={`${dayWords(slot.day)} ${slot.doctorName}`}
              side={`余 ${slot.remaining}`}
              onTap={() => onPick(slot)}
            />
          ))}
        </Rows>
      ) : null}
      <View className="sheet-doors">
        {nearest.length === 0 && errand.purpose === 'book' ? (
          <Button kind="main" onTap={() => leave(bookingRoutes.waitlist, { sessionId })}>
            排候补，有人退号就给您
          </Button>
        ) : null}
        <Button onTap={() => leave(routes.bookingDoctors, { departmentId, ...errand.carry })}>看别的日子和医生</Button>
      </View>
    </Sheet>
  )
}
