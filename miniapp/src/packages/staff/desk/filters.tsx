import { useState } from 'react'
import { Input, Text, View } from '@tarojs/components'
import { Button } from '../../../ui/button'
import { ChoiceChips } from '../../../ui/choice-chips'
import { Icon } from '../../../ui/icon'
import { Sheet } from '../../../ui/sheet'
import { Tap } from '../../../ui/tap'
import { periodWords } from '../../../ui/words'
import type { Filter, StatusChoice } from './filter'
import { SessionList } from './session-list'
import type { DeskSession } from './types'
import { stateWords } from './words'

interface Props {
  filter: Filter
  change: (some: Partial<Filter>) => void
  name: string
  onName: (name: string) => void
  sessions: readonly DeskSession[]
  counts: Record<StatusChoice, number>
}

const order: readonly StatusChoice[] = ['all', 'pending', 'booked', 'arrived', 'fulfilled', 'noshow', 'cancelled']

/** Which doctor, on a phone: a line that opens the sessions. */
const SessionDoor = ({ filter, change, sessions }: Props) => {
  const [open, setOpen] = useState(false)
  const chosen = sessions.find(({ sessionId }) => sessionId === filter.sessionId)
  return (
    <>
      <Tap className="desk-door" onTap={() => setOpen(true)}>
        <Icon name="doctor" />
        <Text className="grow">{chosen ? `${chosen.doctorName} ${periodWords[chosen.period]}` : '全部医生'}</Text>
        <Icon name="down" />
      </Tap>
      {open ? (
        <Sheet title="看哪位医生的？" onClose={() => setOpen(false)}>
          <SessionList
            sessions={sessions}
            chosen={filter.sessionId}
            onChoose={sessionId => {
              change({ sessionId })
              setOpen(false)
            }}
          />
        </Sheet>
      ) : null}
    </>
  )
}

const NameBox = ({ name, onName }: Pick<Props, 'name' | 'onName'>) => (
  <View className="desk-search field-input">
    <Icon name="search" />
    <Input
      className="field-control"
      value={name}
      placeholder="姓名，两字起"
      placeholderClass="placeholder"
      maxlength={20}
      nativeProps={{ 'aria-label': '找姓名' }}
      onInput={event => onName(event.detail.value)}
    />
    {name ? (
      <Button small kind="plain" onTap={() => onName('')}>
        清掉
      </Button>
    ) : null}
  </View>
)

/** What the list is narrowed to: doctor, name, state. States without anybody are left out. */
export const Filters = (props: Props) => {
  const { filter, change, counts } = props
  const choices = order
    .filter(status => status === 'all' || counts[status] > 0 || status === filter.status)
    .map(value => ({ value, words: `${value === 'all' ? '全部' : stateWords[value].words} ${counts[value]}` }))
  return (
    <View className="desk-filters no-print">
      <View className="desk-narrow-only">
        <SessionDoor {...props} />
      </View>
      <NameBox {...props} />
      <View className="desk-states">
        <ChoiceChips choices={choices} chosen={filter.status} onChoose={status => change({ status })} />
      </View>
    </View>
  )
}
