import { Text, View } from '@tarojs/components'
import { Icon } from '../../../ui/icon'
import { Tap } from '../../../ui/tap'
import { periodWords } from '../../../ui/words'
import { numbersOf } from './session-head'
import type { DeskSession } from './types'

interface Props {
  sessions: readonly DeskSession[]
  chosen: string | null
  onChoose: (sessionId: string | null) => void
}

const Item = ({ on, title, note, onTap }: { on: boolean; title: string; note: string; onTap: () => void }) => (
  <Tap className={`desk-item ${on ? 'desk-item-on' : ''}`} role="radio" chosen={on} onTap={onTap}>
    <View className="grow">
      <Text className="strong">{title}</Text>
      <Text className="desk-note number">{note}</Text>
    </View>
    {on ? <Icon name="check" /> : null}
  </Tap>
)

/** The day's sessions to choose from: beside the table on a desktop, in a sheet on a phone. */
export const SessionList = ({ sessions, chosen, onChoose }: Props) => (
  <View className="desk-items">
    <Item on={chosen === null} title="全部医生" note={`${sessions.length} 个半天`} onTap={() => onChoose(null)} />
    {sessions.map(session => (
      <Item
        key={session.sessionId}
        on={chosen === session.sessionId}
        title={`${session.doctorName} ${periodWords[session.period]}${session.state === 'stopped' ? '（停诊）' : ''}`}
        note={`${session.departmentName} · ${numbersOf(session)}`}
        onTap={() => onChoose(session.sessionId)}
      />
    ))}
  </View>
)
