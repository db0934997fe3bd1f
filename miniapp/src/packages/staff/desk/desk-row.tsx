import { Text, View } from '@tarojs/components'
import { hasKeyboard, stepFocus } from '../../../platform/keyboard'
import { Button } from '../../../ui/button'
import { Icon } from '../../../ui/icon'
import { StateTag } from '../../../ui/state-tag'
import { Refusal } from '../../../ui/states'
import { Tap } from '../../../ui/tap'
import { marks } from './marks'
import type { Booking } from './types'
import { UndoButton } from './undo-button'
import { useRowAct } from './use-row-act'
import { actsOf, actWords, changeWords, kindAndFeeWords, mayTick, relayWords, rowState, whoWords } from './words'

interface Props {
  row: Booking
  today: boolean
  /** Same time as the row above: said more quietly. */
  sameTime: boolean
  ticked: boolean
  onTick: (id: string) => void
  onOpen: (id: string) => void
}

const rowKeys = ({ row, onTick, onOpen }: Props) =>
  hasKeyboard
    ? {
        tabIndex: 0,
        onKeyDown: (event: React.KeyboardEvent) => {
          if (event.target !== event.currentTarget) return
          const keys: Record<string, () => void> = {
            ArrowDown: () => stepFocus(event.currentTarget, '.desk-row', 1),
            ArrowUp: () => stepFocus(event.currentTarget, '.desk-row', -1),
            Enter: () => onOpen(row.appointmentId),
            ' ': () => onTick(row.appointmentId),
          }
          const run = keys[event.key]
          if (!run) return
          event.preventDefault()
          run()
        },
      }
    : {}

/** What can be done with the row; the second and third only where a table has room for them. */
const Acts = ({ row, today }: Props) => {
  const { act, busy, problem } = useRowAct(row)
  const [first, ...others] = actsOf(row, today)
  return (
    <>
      <View className="desk-acts no-print" {...marks('cell')}>
        {row.undoUntil ? <UndoButton key={row.undoUntil} row={row} /> : null}
        {first ? (
          <Button
            small
            kind={first === 'markNoShow' ? 'second' : 'main'}
            busy={busy}
            busyWords="…"
            onTap={() => void act(first)}
          >
            {actWords[first].words}
          </Button>
        ) : null}
        {hasKeyboard && !busy
          ? others.map(kind => (
              <View key={kind} className="desk-only">
                <Button small onTap={() => void act(kind)}>
                  {actWords[kind].words}
                </Button>
              </View>
            ))
          : null}
      </View>
      {problem ? (
        <View className="desk-problem" {...marks('cell')}>
          <Refusal problem={problem} />
        </View>
      ) : null}
    </>
  )
}

/** One booking: a card's line on a phone, a table's row on a desktop; the same parts, laid out by desk.css. */
export const DeskRow = (props: Props) => {
  const { row, sameTime, ticked, onTick, onOpen } = props
  const state = rowState(row)
  const relay = relayWords(row)
  const kind = kindAndFeeWords(row)
  const open = () => onOpen(row.appointmentId)
  return (
    <View
      className={`desk-row ${ticked ? 'desk-row-on' : ''} ${mayTick(row) ? '' : 'desk-row-free'}`}
      {...marks('row', rowKeys(props))}
    >
      <View className="desk-tick no-print" {...marks('cell')}>
        {mayTick(row) ? (
          <Tap
            className="desk-tick-tap"
            role="checkbox"
            chosen={ticked}
            label={`选中 ${row.personName} ${row.from}`}
            onTap={() => onTick(row.appointmentId)}
          >
            <View className={`desk-box ${ticked ? 'desk-box-on' : ''}`}>{ticked ? <Icon name="check" /> : null}</View>
          </Tap>
        ) : null}
      </View>
      <View className={`desk-time number ${sameTime ? 'desk-same' : ''}`} {...marks('cell')}>
        <Text>{row.from}</Text>
        <Text className="desk-to">{`–${row.to}`}</Text>
      </View>
      <View className="desk-who" onClick={open} {...marks('cell')}>
        <Text className="strong">{row.personName}</Text>
        <Text className="desk-note">{whoWords(row)}</Text>
        {kind ? <Text className="desk-kind">{kind}</Text> : null}
      </View>
      <View className="desk-state" onClick={open} {...marks('cell')}>
        <StateTag {...state} />
      </View>
      <View className="desk-changed desk-note" onClick={open} {...marks('cell')}>
        <Text>{changeWords(row)}</Text>
      </View>
      <View className={`desk-relay desk-note ${relay.tone === 'bad' ? 'danger' : ''}`} {...marks('cell')}>
        <Icon name={relay.icon} />
        <Text className="desk-relay-of">县平台</Text>
        <Text>{relay.words}</Text>
      </View>
      <Acts {...props} />
    </View>
  )
}
