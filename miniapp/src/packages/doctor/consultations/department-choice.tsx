import { useState } from 'react'
import { directory } from '../../../api/directory'
import { useLoad } from '../../../api/use-load'
import { Button } from '../../../ui/button'
import { ChoiceChips } from '../../../ui/choice-chips'
import { Loading } from '../../../ui/states'

export interface ChosenDepartment {
  departmentId: string
  name: string
}

const atATime = 8

/** To which department: the doctor's own institution first, any other of the county one tap away. */
export const DepartmentChoice = ({
  institutionId,
  chosen,
  onChoose,
}: {
  institutionId: string
  chosen: string | null
  onChoose: (department: ChosenDepartment) => void
}) => {
  const [place, setPlace] = useState(institutionId)
  const [all, setAll] = useState(false)
  const institutions = useLoad(['institutions'], () => directory.institutions({ query: {} }), { when: all })
  const loaded = useLoad(['institution', place], () =>
    directory.institution({ params: { institutionId: place }, query: {} }),
  )
  const places = (institutions.data?.institutions ?? []).map(i => ({ value: i.institutionId, words: i.name }))
  return (
    <>
      {all ? <ChoiceChips choices={places.slice(0, 30)} chosen={place} onChoose={setPlace} /> : null}
      <Loading of={loaded} cards={1}>
        {({ departments }) => (
          <ChoiceChips
            choices={departments.slice(0, atATime * 3).map(({ departmentId, name, institutionName }) => ({
              value: departmentId,
              words: name,
              note: institutionName,
            }))}
            chosen={chosen}
            onChoose={departmentId =>
              onChoose({ departmentId, name: departments.find(d => d.departmentId === departmentId)?.name ?? '' })
            }
          />
        )}
      </Loading>
      {all ? null : (
        <Button kind="plain" onTap={() => setAll(true)}>
          去别的医院
        </Button>
      )}
    </>
  )
}
