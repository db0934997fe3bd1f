import { WorkPage } from '../../../features/at-work/work-page'
import { go } from '../../../navigation'
import { Row, Rows } from '../../../ui/rows'
import { StateTag } from '../../../ui/state-tag'
import { EmptyState, Loading } from '../../../ui/states'
import { dateWords } from '../../../ui/words'
import { addresses } from './addresses'
import { useBlocks } from './use-blocks'

/** 爽约限制: who may not book by phone for now; appeals that wait stand first. */
export default function BlocksPage() {
  const loaded = useBlocks()
  return (
    <WorkPage title="爽约限制" lead="约了几次没来的居民，暂时不能在手机上约。" shows={[loaded]}>
      <Loading of={loaded}>
        {({ blocks }) =>
          blocks.length === 0 ? (
            <EmptyState icon="done" title="没有人被限制" words="有人申诉时，会排在这里最前面。" />
          ) : (
            <Rows
              title={`${blocks.filter(({ appeal }) => appeal !== null).length} 件申诉等答复，一共 ${blocks.length} 位`}
            >
              {blocks.map(({ blockId, personName, endsOn, noShows, appeal }) => (
                <Row
                  key={blockId}
                  icon="person"
                  title={personName}
                  note={`${noShows} 次没来，限制到 ${dateWords(endsOn)}`}
                  side={appeal === null ? null : <StateTag words="申诉" tone="waiting" icon="messages" />}
                  onTap={() => go(addresses.block, { blockId })}
                />
              ))}
            </Rows>
          )
        }
      </Loading>
    </WorkPage>
  )
}
