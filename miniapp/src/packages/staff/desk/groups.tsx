import { useState } from 'react'
import { Text, View } from '@tarojs/components'
import { hasKeyboard } from '../../../platform/keyboard'
import { Button } from '../../../ui/button'
import { DeskRow } from './desk-row'
import type { Group } from './filter'
import { marks } from './marks'
import { SessionHead } from './session-head'
import { mayTick } from './words'

interface Props {
  groups: readonly Group[]
  today: boolean
  selected: readonly string[]
  onSelect: (ids: string[]) => void
  onOpen: (id: string) => void
  onChoose: (sessionId: string) => void
}

/** WeChat draws at most some 500 nodes well: there the rows come in parts. */
const part = hasKeyboard ? 400 : 14

const columns = ['选', '时间', '姓名', '状态', '最近一步', '县平台', '办理'] as const

const Header = () => (
  <View className="desk-row desk-head desk-only" {...marks('row')}>
    {columns.map(words => (
      <Text key={words} {...(marks('columnheader') as object)}>
        {words}
      </Text>
    ))}
  </View>
)

/** Ticks all that wait for a confirmation in one session, or none. */
const TickAll = ({
  ids,
  selected,
  onSelect,
}: {
  ids: string[]
  selected: readonly string[]
  onSelect: (ids: string[]) => void
}) => {
  if (ids.length < 2) return null
  const all = ids.every(id => selected.includes(id))
  const others = selected.filter(id => !ids.includes(id))
  return (
    <View className="desk-tick-all no-print">
      <Button small kind="plain" icon="check" onTap={() => onSelect(all ? others : [...others, ...ids])}>
        {all ? '都不选' : `选中等确认的 ${ids.length} 位`}
      </Button>
    </View>
  )
}

/** The day's list: sessions, and in each its bookings by time. */
export const Groups = ({ groups, today, selected, onSelect, onOpen, onChoose }: Props) => {
  const [most, setMost] = useState(part)
  const tick = (id: string) => onSelect(selected.includes(id) ? selected.filter(s => s !== id) : [...selected, id])
  const total = groups.reduce((sum, { rows }) => sum + rows.length, 0)
  let left = most
  return (
    <View className="desk-groups">
      {groups.map(({ session, rows }) => {
        const shown = rows.slice(0, Math.max(0, left))
        left -= rows.length
        if (shown.length === 0 && rows.length > 0) return null
        const pending = rows.filter(mayTick).map(row => row.appointmentId)
        return (
          <View key={session.sessionId} className="desk-group">
            <SessionHead session={session} today={today} onChoose={() => onChoose(session.sessionId)} />
            <TickAll ids={pending} selected={selected} onSelect={onSelect} />
            <View {...marks('table', { 'aria-label': `${session.doctorName} ${session.departmentName}` })}>
              {hasKeyboard && rows.length ? <Header /> : null}
              {shown.map((row, i) => (
                <DeskRow
                  key={row.appointmentId}
                  row={row}
                  today={today}
                  sameTime={shown[i - 1]?.from === row.from}
                  ticked={selected.includes(row.appointmentId)}
                  onTick={tick}
                  onOpen={onOpen}
                />
              ))}
            </View>
          </View>
        )
      })}
      {total > most ? <Button onTap={() => setMost(most + part)}>再往下看</Button> : null}
    </View>
  )
}
