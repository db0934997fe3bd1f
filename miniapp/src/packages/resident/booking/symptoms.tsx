import './booking.css'
import { useState } from 'react'
import { directory } from '../../../api/directory'
import { useLoad } from '../../../api/use-load'
import { useWhom } from '../../../features/whom/use-whom'
import { WhomBar } from '../../../features/whom/whom-bar'
import { go, useParams } from '../../../navigation'
import { routes } from '../../../routes'
import { useSettings } from '../../../session/settings'
import { Button } from '../../../ui/button'
import { ChoiceChips } from '../../../ui/choice-chips'
import { Page } from '../../../ui/page'
import { EmptyState, Loading } from '../../../ui/states'
import type { DepartmentFacts } from './department-row'
import { Emergency } from './emergency'
import { SearchDoor } from './search-door'

/** Departments by how many of the chosen words they treat, those that treat none left out. */
const fitting = (departments: DepartmentFacts[], chosen: readonly string[]): DepartmentFacts[] =>
  departments
    .map(department => ({ department, hits: department.treats.filter(word => chosen.includes(word)).length }))
    .filter(({ hits }) => hits > 0)
    .sort((a, b) => b.hits - a.hits)
    .map(({ department }) => department)

/** What WeChat draws well in one group, and what stands on a page in large type. */
const most = { usual: 30, elder: 20 }

/** The first words of each department, so many that all departments have their say. */
const wordsOf = (departments: DepartmentFacts[], limit: number): string[] => {
  const each = Math.max(1, Math.floor(limit / Math.max(1, departments.length)))
  return [...new Set(departments.flatMap(({ treats }) => treats.slice(0, each)))].slice(0, limit)
}

interface Chosen {
  chosen: readonly string[]
  toggle: (word: string) => void
}

const Choice = ({ departments, chosen, toggle }: Chosen & { departments: DepartmentFacts[] }) => {
  const elder = useSettings(s => s.elder)
  const words = wordsOf(departments, elder ? most.elder : most.usual)
  if (words.length === 0) {
    return <EmptyState icon="help" title="这里还没有病症的对照" words="可以打电话问问导医台，或搜一搜。" />
  }
  return <ChoiceChips choices={words.map(word => ({ value: word, words: word }))} chosen={chosen} onChoose={toggle} />
}

/** The answer stays at the thumb, wherever on the page the word was. */
const Answer = ({ found }: { found: DepartmentFacts[] }) => (
  <>
    {found.slice(0, 2).map(({ departmentId, name }, i) => (
      <Button
        key={departmentId}
        kind={i === 0 ? 'main' : 'second'}
        icon="doctor"
        onTap={() => go(routes.bookingDoctors, { departmentId })}
      >
        {i === 0 ? `去看${name}` : `也可以看${name}`}
      </Button>
    ))}
  </>
)

/** 不知道看哪科: the words of what the place treats; it leads to departments, it never says what somebody has. */
export default function Symptoms() {
  const { institutionId = '' } = useParams()
  const whom = useWhom('appointments')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const toggle = (word: string) => setChosen(c => (c.includes(word) ? c.filter(w => w !== word) : [...c, word]))
  const loaded = useLoad(
    ['institution', institutionId],
    () => directory.institution({ params: { institutionId }, query: {} }),
    { keep: true },
  )
  const found = fitting(loaded.data?.departments ?? [], chosen)
  return (
    <Page
      title="哪里不舒服？"
      lead="点一个或几个，下面就出来该看的科。"
      top={<WhomBar whom={whom} />}
      shows={[loaded]}
      foot={found.length ? <Answer found={found} /> : null}
    >
      <Emergency />
      <Loading of={loaded}>
        {({ departments }) => <Choice departments={departments} chosen={chosen} toggle={toggle} />}
      </Loading>
      <SearchDoor />
    </Page>
  )
}
