import { Text, View } from '@tarojs/components'
import { Button } from '../../../ui/button'
import { Card } from '../../../ui/card'
import { useNow } from '../../../ui/countdown'
import { StateTag } from '../../../ui/state-tag'
import { Refusal } from '../../../ui/states'
import { clockWords, dateWords, leftWords, weekday } from '../../../ui/words'
import { useAccept, useLeave, type Entry } from './use-waitlist'

const Left = ({ until }: { until: number }) => {
  const left = until - useNow()
  return left > 0 ? (
    <View className="offer-left">
      <Text>还给您留</Text>
      <Text className="big number">{leftWords(left)}</Text>
    </View>
  ) : (
    <Text className="warning">留的时间到了，号让给下一位了。</Text>
  )
}

/** A number that came free, kept for this person until the countdown ends. */
export const OfferCard = ({ entry }: { entry: Entry }) => {
  const { accept, busy, problem } = useAccept()
  const leaving = useLeave()
  const { offer, session, personName } = entry
  if (!offer) return null
  return (
    <Card className="offer">
      <View className="stack">
        <View className="line line-apart">
          <Text className="whom-line">{`给 ${personName}`}</Text>
          <StateTag words="候补有号了" tone="good" icon="bell" />
        </View>
        <View>
          <View className="when-line">{`${dateWords(session.day)} ${weekday(session.day)}`}</View>
          <View className="when-line number">{clockWords(offer.from, offer.to)}</View>
        </View>
        <Text>{`${session.institutionName} ${session.departmentName} ${session.doctorName}`}</Text>
        <Left until={new Date(offer.expiresAt).getTime()} />
        <Refusal problem={problem ?? leaving.problem} />
        <Button kind="main" busy={busy} onTap={() => accept(entry.entryId)}>
          要这个号
        </Button>
        <Button kind="plain" busy={leaving.busy} onTap={() => leaving.leave(entry)}>
          不要了，让给下一位
        </Button>
      </View>
    </Card>
  )
}
