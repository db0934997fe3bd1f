import './booking.css'
import { useEffect, useState } from 'react'
import type { Received } from 'shared/kernel/endpoint'
import type { directoryContract } from 'shared/directory/contract'
import { directory } from '../../../api/directory'
import { useLoad } from '../../../api/use-load'
import { useWhom } from '../../../features/whom/use-whom'
import { WhomBar } from '../../../features/whom/whom-bar'
import { go, replace, useParams } from '../../../navigation'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { Page } from '../../../ui/page'
import { Row, Rows } from '../../../ui/rows'
import { EmptyState, Loading } from '../../../ui/states'
import { useShown } from '../../../ui/use-shown'
import { DepartmentRow } from './department-row'
import { bookingRoutes } from './routes'
import { useParts } from '../../../ui/use-parts'
import { WayThere } from './way-there'

type Answer = Received<typeof directoryContract.institution>

const Departments = ({ answer: { institution, departments } }: { answer: Answer }) => {
  const [asking, setAsking] = useState(false)
  const shown = useShown()
  const { institutionId } = institution
  const { shown: rows, more } = useParts(departments, 20)
  const only = departments.length === 1 ? departments[0] : undefined
  const onlyId = only?.departmentId

  // A village clinic has one department: there is nothing to ask.
  useEffect(() => {
    if (onlyId && shown) replace(routes.bookingDoctors, { departmentId: onlyId })
  }, [onlyId, shown])

  return (
    <>
      <Rows>
        <Row
          icon="help"
          title="不知道看哪科"
          note="点一点哪里不舒服，帮您找"
          onTap={() => go(bookingRoutes.symptoms, { institutionId })}
        />
        <Row icon="route" title="怎么去、打电话" note={institution.address} onTap={() => setAsking(true)} />
      </Rows>
      {departments.length ? (
        <Rows title="科室">
          {rows.map(department => (
            <DepartmentRow key={department.departmentId} department={department} />
          ))}
        </Rows>
      ) : (
        <EmptyState
          icon="hospital"
          title="这里还没有能预约的科室"
          words="可以换个地方，或打电话问问。"
          doors={[{ words: '换个地方', onTap: () => replace(routes.booking) }]}
        />
      )}
      {more ? <Button onTap={more}>再看一些科室</Button> : null}
      {asking ? <WayThere institution={institution} onClose={() => setAsking(false)} /> : null}
    </>
  )
}

/** 看哪科 */
export default function DepartmentsPage() {
  const { institutionId = '' } = useParams()
  const whom = useWhom('appointments')
  const loaded = useLoad(
    ['institution', institutionId],
    () => directory.institution({ params: { institutionId }, query: {} }),
    { keep: true },
  )
  const name = loaded.data?.institution.name
  return (
    <Page title="看哪个科？" {...(name ? { lead: name } : {})} top={<WhomBar whom={whom} />} shows={[loaded]}>
      <Loading of={loaded} cards={3}>
        {answer => <Departments answer={answer} />}
      </Loading>
    </Page>
  )
}
