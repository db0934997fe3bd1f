import './doctor-consultations.css'
import { Text, View } from '@tarojs/components'
import type { QueueLine } from 'shared/consultations/doctor-contract'
import { Unread } from '../../../features/consultations/unread'
import { standing } from '../../../features/consultations/words'
import { go } from '../../../navigation'
import { routes } from '../../../routes'
import { StateTag } from '../../../ui/state-tag'
import { Tap } from '../../../ui/tap'
import { dateWords } from '../../../ui/words'
import { RedFlags } from './red-flags'
import { patientWords, promiseWords, waitedWords } from './words'

/** Nearer than this to its automatic end it is said louder. */
const soonMs = 4 * 3_600_000

const Tags = ({ line, now }: { line: QueueLine; now: number }) => {
  const { status, outcome, waitingSince, acceptBefore, ownTeam, transferredBy, followUpOn, recordDue } = line
  const soon = acceptBefore !== null && Date.parse(acceptBefore) - now < soonMs
  return (
    <View className="acts">
      {outcome ? (
        <StateTag {...standing(line)} />
      ) : waitingSince ? (
        <StateTag words={waitedWords(waitingSince, now)} tone="waiting" icon="clock" />
      ) : (
        <StateTag words="等居民回话" />
      )}
      {status === 'planned' && acceptBefore ? (
        <StateTag words={promiseWords(acceptBefore, now)} tone={soon ? 'bad' : 'plain'} />
      ) : null}
      {recordDue ? <StateTag words="还没写小结" tone="waiting" icon="sign" /> : null}
      {ownTeam ? <StateTag words="签约居民" tone="good" /> : null}
      {transferredBy ? <StateTag words={`${transferredBy}医生转来`} /> : null}
      {outcome && followUpOn ? <StateTag words={`${dateWords(followUpOn)} 随访`} tone="waiting" /> : null}
    </View>
  )
}

/** One line of the queue: who, what is wrong, what may be urgent, how long it has waited. */
export const LineCard = ({ line, now }: { line: QueueLine; now: number }) => (
  <Tap
    className="card stack"
    label={`${patientWords(line)} ${line.reason}`}
    onTap={() => go(routes.doctorConsultation, { consultationId: line.consultationId })}
  >
    <View className="line line-apart">
      <Text className="strong grow">{patientWords(line)}</Text>
      <Unread count={line.unread} />
    </View>
    <Text>{line.reason}</Text>
    <RedFlags all={line.redFlags} />
    <Tags line={line} now={now} />
  </Tap>
)
