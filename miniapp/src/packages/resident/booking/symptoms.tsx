import './booking.css'
import { useState } from 'react'
import { directory } from '../../../api/directory'
import { useLoad } from '../../../api/use-load'
import { useWhom } from '../../../features/whom/use-whom'
import { WhomBar } from '../../../features/whom/whom-bar'
import { useParams } from '../../../navigation'
import { ChoiceChips } from '../../../ui/choice-chips'
import { Page } from '../../../ui/page'
import { Rows } from '../../../ui/rows'
import { EmptyState, Loading } from '../../../ui/states'
import { DepartmentRow, type DepartmentFacts } from './department-row'
import { Emergency } from './emergency'
import { SearchDoor } from './search-door'

/** Departments by how many of the chosen words they treat, none left out that treats one. */
const fitting = (departments: DepartmentFacts[], chosen: readonly string[]): DepartmentFacts[] =>
  departments
    .map(department => ({ department, hits: department.treats.filter(word => chosen.includes(word)).length }))
    .filter(({ hits }) => hits > 0)
    .sort((a, b) => b.hits - a.hits)
    .map(({ department }) => department)

const Choice = ({ departments }: { departments: DepartmentFacts[] }) => {
  const [chosen, setChosen] = useState<readonly string[]>([])
  const words = [...new Set(departments.flatMap(({ treats }) => treats))].slice(0, 60)
  const toggle = (word: string) => setChosen(c => (c.includes(word) ? c.filter(w => w !== word) : [...c, word]))
  const found = fitting(departments, chosen)
  if (words.length === 0) {
    return <EmptyState icon="help" title="这里还没有病症的对照" words="可以打电话问问导医台，或搜一搜。" />
  }
  return (
    <>
      {found.length ? (
        <Rows title="可以看这些科">
          {found.map(department => (
            <DepartmentRow key={department.departmentId} department={department} />
          ))}
        </Rows>
      ) : null}
      <ChoiceChips choices={words.map(word => ({ value: word, words: word }))} chosen={chosen} onChoose={toggle} />
    </>
  )
}

/** 不知道看哪科: the words of what the place treats; it leads to departments, it never says what somebody has. */
export default function Symptoms() {
  const { institutionId = '' } = useParams()
  const whom = useWhom('appointments')
  const loaded = useLoad(
    ['institution', institutionId],
    () => directory.institution({ params: { institutionId }, query: {} }),
    { keep: true },
  )
  return (
    <Page title="哪里不舒服？" lead="点一个或几个，上面就出来该看的科。" top={<WhomBar whom={whom} />} shows={[loaded]}>
      <Emergency />
      <Loading of={loaded}>{({ departments }) => <Choice departments={departments} />}</Loading>
      <SearchDoor />
    </Page>
  )
}
