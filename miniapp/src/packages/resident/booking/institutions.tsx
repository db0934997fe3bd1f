import './booking.css'
import type { Received } from 'shared/kernel/endpoint'
import type { directoryContract } from 'shared/directory/contract'
import { directory } from '../../../api/directory'
import { useLoad } from '../../../api/use-load'
import { useWhom } from '../../../features/whom/use-whom'
import { WhomBar } from '../../../features/whom/whom-bar'
import { go } from '../../../navigation'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { Page } from '../../../ui/page'
import { Row, Rows } from '../../../ui/rows'
import { EmptyState, Loading } from '../../../ui/states'
import { InstitutionRow } from './institution-row'
import { bookingRoutes } from './routes'
import { SearchDoor } from './search-door'
import { useParts } from '../../../ui/use-parts'
import { usePosition } from './use-position'

type Institutions = Received<typeof directoryContract.institutions>['institutions']

const Lists = ({ institutions }: { institutions: Institutions }) => {
  const { place, asking, ask } = usePosition()
  const last = institutions.filter(({ lastVisited }) => lastVisited)
  const { shown, more } = useParts(
    institutions.filter(({ lastVisited }) => !lastVisited),
    20,
  )
  if (institutions.length === 0) {
    return <EmptyState icon="hospital" title="还没有能预约的地方" words="县里的名单正在送来，请过几分钟再看。" />
  }
  return (
    <>
      {last.length ? (
        <Rows title="上次去过">
          {last.map(institution => (
            <InstitutionRow key={institution.institutionId} institution={institution} />
          ))}
        </Rows>
      ) : null}
      {place ? null : (
        <Button icon="place" busy={asking} busyWords="正在看您在哪里…" onTap={ask}>
          按离我远近排
        </Button>
      )}
      <Rows title={place ? '由近到远' : '全县的医院和卫生院'}>
        {shown.map(institution => (
          <InstitutionRow key={institution.institutionId} institution={institution} />
        ))}
      </Rows>
      {more ? <Button onTap={more}>再看一些地方</Button> : null}
    </>
  )
}

/** 去哪看: last, near (only with consent to the position), all. */
export default function Institutions() {
  const whom = useWhom('appointments')
  const { place } = usePosition()
  const loaded = useLoad(
    place ? ['institutions', place] : ['institutions'],
    () => directory.institutions({ query: place ?? {} }),
    // A position is never stored, so neither is an answer that was asked for with one.
    { keep: place === null },
  )
  return (
    <Page title="去哪里看？" top={<WhomBar whom={whom} />} shows={[loaded]}>
      <SearchDoor />
      <Loading of={loaded} cards={3}>
        {({ institutions }) => <Lists institutions={institutions} />}
      </Loading>
      <Rows>
        <Row
          icon="favourite"
          title="收藏的医生"
          note="收藏过、看过的医生都在这里"
          onTap={() => go(routes.favourites)}
        />
        <Row
          icon="search"
          title="不知道去哪里"
          note="说说哪里不舒服，帮您找科室"
          onTap={() => go(bookingRoutes.search)}
        />
      </Rows>
    </Page>
  )
}
