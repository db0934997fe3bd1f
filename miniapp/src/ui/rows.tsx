import { Children, isValidElement } from 'react'
import { Text, View } from '@tarojs/components'
import { Icon, type IconName } from './icon'
import { StateTag } from './state-tag'
import { Tap } from './tap'

/** Rows of one kind in one card. */
export const Rows = ({ title, children }: { title?: string; children: React.ReactNode }) => {
  const rows = Children.toArray(children).filter(isValidElement)
  return (
    <>
      {title ? <Text className="group-title">{title}</Text> : null}
      <View className="rows">
        {rows.map((row, i) => (
          <View key={row.key ?? i} className={i > 0 ? 'row-after' : ''}>
            {row}
          </View>
        ))}
      </View>
    </>
  )
}

interface RowProps {
  title: string
  note?: React.ReactNode
  /** What stands at the right: a value, a StateTag, a small Button. */
  side?: React.ReactNode
  icon?: IconName
  danger?: boolean
  /** One of several to choose from: says whether it is the chosen one, and opens nothing. */
  chosen?: boolean
  onTap?: () => void
  children?: React.ReactNode
}

/** One line of a list; with `onTap` it opens something and shows that it does. */
export const Row = ({ title, note, side, icon, danger, chosen, onTap, children }: RowProps) => (
  <Tap
    className={`row ${danger ? 'row-danger' : ''} ${chosen ? 'row-chosen' : ''}`}
    onTap={onTap}
    {...(chosen === undefined ? {} : { role: 'radio' as const, chosen })}
  >
    {icon ? <Icon name={icon} className="row-icon" /> : null}
    <View className="row-words">
      <Text>{title}</Text>
      {note ? <View className="row-note">{note}</View> : null}
      {children}
    </View>
    {side ? <View className="row-side">{side}</View> : null}
    {chosen ? <StateTag words="已选" tone="good" icon="check" /> : null}
    {onTap && chosen === undefined ? <Icon name="next" className="row-door" /> : null}
  </Tap>
)
