import './desk.css'
import './desk-row.css'
import './desk-table.css'
import { Text, View } from '@tarojs/components'
import { WorkPage } from '../../../features/at-work/work-page'
import { go } from '../../../navigation'
import { focusInput, hasKeyboard, useKeys } from '../../../platform/keyboard'
import { Button } from '../../../ui/button'
import { Row, Rows } from '../../../ui/rows'
import { EmptyState, Loading } from '../../../ui/states'
import { useShown } from '../../../ui/use-shown'
import { dayWords } from '../../../ui/words'
import { addresses } from './addresses'
import { DayBar } from './day-bar'
import { Filters } from './filters'
import { Groups } from './groups'
import { SelectionFoot } from './selection-foot'
import { SessionList } from './session-list'
import { useSheets } from './use-sheets'
import { useToday, type Today } from './use-today'

const Empty = ({ all, day, showAll }: Today) =>
  all.length > 0 ? (
    <EmptyState
      icon="filter"
      title="没有符合的预约"
      words="换个条件，或看全部。"
      doors={[{ words: '看全部', onTap: showAll }]}
    />
  ) : (
    <EmptyState
      icon="calendar"
      title={`${dayWords(day)}还没有预约`}
      words="有人约了会自己出现，不用刷新。现场来的病人请照常挂号。"
    />
  )

const Doors = () => (
  <View className="no-print">
    <Rows title="别的事">
      <Row
        icon="card"
        title="核对健康卡"
        note="取药、检查、缴费时，看卡是不是本人的"
        onTap={() => go(addresses.verify)}
      />
      <Row
        icon="person"
        title="居民登记不上，核对档案"
        note="居民手机上有一个 6 位号码"
        onTap={() => go(addresses.registration)}
      />
      <Row icon="history" title="爽约限制和申诉" note="解除限制、答复申诉" onTap={() => go(addresses.blocks)} />
    </Rows>
  </View>
)

const Desk = ({ state, onOpen }: { state: Today; onOpen: (id: string) => void }) => {
  const { filter, change, name, setName, sessions, counts, groups, today, selected, tick, rows } = state
  return (
    <View className="desk">
      <View className="desk-aside no-print">
        {hasKeyboard ? (
          <SessionList sessions={sessions} chosen={filter.sessionId} onChoose={sessionId => change({ sessionId })} />
        ) : null}
      </View>
      <View className="desk-main">
        <Filters filter={filter} change={change} name={name} onName={setName} sessions={sessions} counts={counts} />
        {rows.length === 0 ? <Empty {...state} /> : null}
        <Groups
          groups={groups}
          today={today}
          selected={selected}
          onSelect={tick}
          onOpen={onOpen}
          onChoose={sessionId => change({ sessionId })}
        />
        {hasKeyboard ? (
          <Text className="desk-note desk-only no-print">
            键盘：↑ ↓ 换行，空格 选中，回车 打开，/ 找姓名，B 扫卡报到
          </Text>
        ) : null}
        <Doors />
      </View>
    </View>
  )
}

/** 今天的预约: every booking of the day, by session and time; new ones appear by themselves. */
export default function TodayPage() {
  const state = useToday()
  const { day, today, list, loadedSessions, all, selected, tick, toDay } = state
  const shown = useShown()
  const sheets = useSheets(day, all, refused => tick(selected.filter(id => !refused.includes(id))))
  useKeys({ '/': () => focusInput('.desk-search'), b: () => go(addresses.checkIn) }, shown && !sheets.busy)
  return (
    <WorkPage
      title={today ? '今天的预约' : `${dayWords(day)}的预约`}
      wide
      shows={[list, loadedSessions]}
      top={<DayBar day={day} onChoose={toDay} />}
      foot={
        selected.length ? (
          <SelectionFoot ids={selected} onRefuse={() => sheets.refuse(selected)} onDone={() => tick([])} />
        ) : (
          <Button kind="main" icon="scan" onTap={() => go(addresses.checkIn)}>
            扫健康卡报到
          </Button>
        )
      }
    >
      <Loading of={loadedSessions} cards={4}>
        {() => (
          <Loading of={list} cards={4}>
            {() => <Desk state={state} onOpen={sheets.open} />}
          </Loading>
        )}
      </Loading>
      {sheets.sheets}
    </WorkPage>
  )
}
