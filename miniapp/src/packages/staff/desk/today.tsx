import './desk.css'
import { useState } from 'react'
import { Text, View } from '@tarojs/components'
import { WorkPage } from '../../../features/work/work-page'
import { go, useParams } from '../../../navigation'
import { focusInput, hasKeyboard, useKeys } from '../../../platform/keyboard'
import { Button } from '../../../ui/button'
import { Row, Rows } from '../../../ui/rows'
import { EmptyState, Loading } from '../../../ui/states'
import { useShown } from '../../../ui/use-shown'
import { dayOf, dayWords } from '../../../ui/words'
import { addresses } from './addresses'
import { DayBar } from './day-bar'
import { countByStatus, grouped, matching, type Filter, type Group } from './filter'
import { Filters } from './filters'
import { Groups } from './groups'
import { RefuseSheet } from './refuse-sheet'
import { RowSheet } from './row-sheet'
import { SelectionFoot } from './selection-foot'
import { SessionList } from './session-list'
import type { Booking, DeskSession } from './types'
import { useDeskList, useDeskSessions, useFoundByName } from './use-desk'
import { useNews } from './use-news'
import { useSettled } from '../../../api/use-settled'

const dayPattern = /^\d{4}-\d\d-\d\d$/

const Empty = ({ any, day, onAll }: { any: boolean; day: string; onAll: () => void }) =>
  any ? (
    <EmptyState
      icon="filter"
      title="没有符合的预约"
      words="换个条件，或看全部。"
      doors={[{ words: '看全部', onTap: onAll }]}
    />
  ) : (
    <EmptyState
      icon="calendar"
      title={`${dayWords(day)}还没有预约`}
      words="有人约了会自己出现，不用刷新。现场来的病人请照常挂号。"
    />
  )

interface Shown {
  day: string
  rows: Booking[]
  sessions: DeskSession[]
  selected: string[]
  setSelected: (ids: string[]) => void
}

/** What floats above the list: one booking, or the refusal of some. */
const useSheets = ({ day, rows, selected, setSelected }: Shown) => {
  const [open, setOpen] = useState<string | null>(null)
  const [refusing, setRefusing] = useState<readonly string[]>([])
  const row = rows.find(({ appointmentId }) => appointmentId === open)
  const refused = rows.filter(({ appointmentId }) => refusing.includes(appointmentId))
  const sheets = (
    <>
      {row && refusing.length === 0 ? (
        <RowSheet
          key={row.appointmentId}
          row={row}
          today={day === dayOf()}
          onRefuse={() => setRefusing([row.appointmentId])}
          onClose={() => setOpen(null)}
        />
      ) : null}
      {refusing.length ? (
        <RefuseSheet
          ids={refusing}
          whom={refused.length === 1 ? refused[0]!.personName : `这 ${refusing.length} 位`}
          onDone={() => {
            setSelected(selected.filter(id => !refusing.includes(id)))
            setRefusing([])
            setOpen(null)
          }}
          onClose={() => setRefusing([])}
        />
      ) : null}
    </>
  )
  return { sheets, open: setOpen, refuse: setRefusing, busy: open !== null || refusing.length > 0 }
}

const Doors = () => (
  <View className="no-print">
    <Rows title="别的事">
      <Row
        icon="card"
        title="核对健康卡"
        note="取药、检查、缴费时，看卡是不是本人的"
        onTap={() => go(addresses.verify)}
      />
      <Row icon="history" title="爽约限制和申诉" note="解除限制、答复申诉" onTap={() => go(addresses.blocks)} />
    </Rows>
  </View>
)

/** 今天的预约: every booking of the day, by session and time; new ones appear by themselves. */
export default function TodayPage() {
  const params = useParams()
  const [day, setDay] = useState(() => (dayPattern.test(params.day ?? '') ? params.day! : dayOf()))
  const [filter, setFilter] = useState<Filter>({ sessionId: params.sessionId ?? null, status: 'all' })
  const [name, setName] = useState('')
  const [selected, setSelected] = useState<string[]>([])
  const shown = useShown()
  const list = useDeskList(day)
  const loadedSessions = useDeskSessions(day)
  const looked = useSettled(name.trim(), 350)
  const found = useFoundByName(day, looked)
  useNews(day, list.data)

  const all = list.data?.appointments ?? []
  const sessions = loadedSessions.data?.sessions ?? []
  const ofSession = matching(all, { ...filter, status: 'all' }, looked ? (found.data ?? new Set()) : null)
  const rows = matching(ofSession, filter, null)
  const groups: Group[] = grouped(sessions, rows, filter.sessionId)
  const pending = selected.filter(id => all.some(a => a.appointmentId === id && a.status === 'pending'))
  const sheets = useSheets({ day, rows: all, sessions, selected: pending, setSelected })
  const change = (some: Partial<Filter>) => setFilter({ ...filter, ...some })
  const choose = (ids: string[]) => setSelected(ids)
  const toDay = (next: string) => {
    setDay(next)
    setSelected([])
    setFilter({ sessionId: null, status: 'all' })
  }
  useKeys({ '/': () => focusInput('.desk-search'), b: () => go(addresses.checkIn) }, shown && !sheets.busy)

  return (
    <WorkPage
      title={day === dayOf() ? '今天的预约' : `${dayWords(day)} 的预约`}
      wide
      shows={[list, loadedSessions]}
      top={<DayBar day={day} onChoose={toDay} />}
      foot={
        pending.length ? (
          <SelectionFoot ids={pending} onRefuse={() => sheets.refuse(pending)} onDone={() => setSelected([])} />
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
            {() => (
              <View className="desk">
                <View className="desk-aside no-print">
                  {hasKeyboard ? (
                    <SessionList
                      sessions={sessions}
                      chosen={filter.sessionId}
                      onChoose={sessionId => change({ sessionId })}
                    />
                  ) : null}
                </View>
                <View className="desk-main">
                  <Filters
                    filter={filter}
                    change={change}
                    name={name}
                    onName={setName}
                    sessions={sessions}
                    counts={countByStatus(ofSession)}
                  />
                  {rows.length === 0 ? (
                    <Empty
                      any={all.length > 0}
                      day={day}
                      onAll={() => (setName(''), change({ sessionId: null, status: 'all' }))}
                    />
                  ) : null}
                  <Groups
                    groups={groups}
                    today={day === dayOf()}
                    selected={pending}
                    onSelect={choose}
                    onOpen={sheets.open}
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
            )}
          </Loading>
        )}
      </Loading>
      {sheets.sheets}
    </WorkPage>
  )
}
