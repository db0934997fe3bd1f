import './appointments.css'
import { useEffect } from 'react'
import { Text, View } from '@tarojs/components'
import type { z } from 'zod/mini'
import type { NoShowRecord } from 'shared/appointments/model'
import { appointments } from '../../../api/appointments'
import { useLoad } from '../../../api/use-load'
import { useWhom } from '../../../features/whom/use-whom'
import { WhomBar } from '../../../features/whom/whom-bar'
import { go, useParams } from '../../../navigation'
import { routes } from '../../../routes'
import { Page } from '../../../ui/page'
import { Row, Rows } from '../../../ui/rows'
import { StateTag } from '../../../ui/state-tag'
import { EmptyState, Loading } from '../../../ui/states'
import { dayWords } from '../../../ui/words'
import { Appeal } from './appeal'

type NoShowFacts = z.infer<typeof NoShowRecord>

const Count = ({ record: { count, limit, withinDays, block } }: { record: NoShowFacts }) => (
  <View className="card stack">
    <View className="line line-apart">
      <Text className="big">{`${count} 次没来`}</Text>
      {block ? (
        <StateTag words="手机预约暂停" tone="bad" icon="refused" />
      ) : (
        <StateTag words="可以预约" tone="good" icon="done" />
      )}
    </View>
    <Text>
      {block
        ? `${withinDays} 天内 ${count} 次约了没来，到 ${dayWords(block.endsOn)} 前不能在手机上预约。到医院窗口挂号不受影响。`
        : `${withinDays} 天内满 ${limit} 次，手机预约会暂停一段时间。来不了提前取消，就不算。`}
    </Text>
  </View>
)

const Content = ({ record }: { record: NoShowFacts }) => {
  if (record.count === 0 && !record.block) {
    return (
      <EmptyState
        icon="done"
        title="没有爽约"
        words={`${record.withinDays} 天内都按时来了，谢谢您。来不了提前取消就好。`}
        doors={[{ words: '看我的预约', onTap: () => go(routes.appointments) }]}
      />
    )
  }
  return (
    <>
      <Count record={record} />
      {record.block ? <Appeal key={record.block.blockId} block={record.block} /> : null}
      {record.noShows.length ? (
        <Rows title="哪几次没来">
          {record.noShows.map(({ appointmentId, day, institutionName, departmentName }) => (
            <Row
              key={appointmentId}
              title={dayWords(day)}
              note={`${institutionName} ${departmentName}`}
              onTap={() => go(routes.appointment, { appointmentId })}
            />
          ))}
        </Rows>
      ) : null}
    </>
  )
}

/** 爽约记录: the count, the reason, the end, and how to object. */
export default function NoShows() {
  const { personId: asked } = useParams()
  const whom = useWhom('appointments')
  const { choose } = whom
  useEffect(() => {
    if (asked) choose(asked)
    // Once, for the person that the link names; then the bar chooses.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [asked])
  const { personId } = whom
  const loaded = useLoad(['no-shows', personId], () => appointments.noShows({ params: { personId: personId ?? '' } }), {
    keep: true,
    when: personId !== undefined,
  })
  return (
    <Page title="爽约记录" lead="约了号没有来，也没有取消，叫爽约。" top={<WhomBar whom={whom} />} shows={[loaded]}>
      {whom.loaded.data && !whom.chosen ? (
        <EmptyState
          icon="person"
          title="还没有实名登记"
          words="登记后才能预约，这里会有记录。"
          doors={[{ words: '去登记', onTap: () => go(routes.register) }]}
        />
      ) : (
        <Loading of={loaded}>{record => <Content record={record} />}</Loading>
      )}
    </Page>
  )
}
