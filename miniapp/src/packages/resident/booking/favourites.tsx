import './booking.css'
import { directory } from '../../../api/directory'
import { useLoad } from '../../../api/use-load'
import { useWhom } from '../../../features/whom/use-whom'
import { WhomBar } from '../../../features/whom/whom-bar'
import { go } from '../../../navigation'
import { routes } from '../../../routes'
import { Page } from '../../../ui/page'
import { Rows } from '../../../ui/rows'
import { EmptyState, Loading } from '../../../ui/states'
import { DoctorRow, type DoctorFacts } from './doctor-row'

const Lists = ({ favourites, lastVisited }: { favourites: DoctorFacts[]; lastVisited: DoctorFacts[] }) => {
  const known = favourites.map(({ doctorId }) => doctorId)
  const others = lastVisited.filter(({ doctorId }) => !known.includes(doctorId))
  if (favourites.length + others.length === 0) {
    return (
      <EmptyState
        icon="favourite"
        title="还没有收藏医生"
        words="选医生时点“收藏”，下次在这里直接约。"
        doors={[{ words: '去选医生', onTap: () => go(routes.booking) }]}
      />
    )
  }
  return (
    <>
      {favourites.length ? (
        <Rows title="收藏的">
          {favourites.map(doctor => (
            <DoctorRow key={doctor.doctorId} doctor={doctor} />
          ))}
        </Rows>
      ) : null}
      {others.length ? (
        <Rows title="看过的">
          {others.map(doctor => (
            <DoctorRow key={doctor.doctorId} doctor={doctor} />
          ))}
        </Rows>
      ) : null}
    </>
  )
}

/** 收藏的医生, and those seen last. */
export default function Favourites() {
  const whom = useWhom('appointments')
  const loaded = useLoad(['favourites'], () => directory.favourites({}), { keep: true })
  return (
    <Page title="约哪位医生？" top={<WhomBar whom={whom} />} shows={[loaded]}>
      <Loading of={loaded}>{lists => <Lists {...lists} />}</Loading>
    </Page>
  )
}
