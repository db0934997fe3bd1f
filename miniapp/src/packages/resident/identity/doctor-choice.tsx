import { useState } from 'react'
import { directory } from '../../../api/directory'
import { useLoad } from '../../../api/use-load'
import { Button } from '../../../ui/button'
import { Field } from '../../../ui/field'
import { Row, Rows } from '../../../ui/rows'
import { EmptyState, Loading } from '../../../ui/states'

type Doctor = Awaited<ReturnType<typeof directory.doctor>>

export interface ChosenDoctor {
  doctorId: string
  name: string
  /** Where: the authorisation is given to the doctor there. */
  institutionId: string
}
type OnChoose = (doctor: ChosenDoctor) => void

/** Who sits at two institutions stands there twice. */
const seatsOf = ({ departments }: Doctor) => [...new Map(departments.map(d => [d.institutionId, d])).values()]

const Doctors = ({ title, doctors, onChoose }: { title: string; doctors: Doctor[]; onChoose: OnChoose }) =>
  doctors.length ? (
    <Rows title={title}>
      {doctors
        .slice(0, 20)
        .flatMap(doctor =>
          seatsOf(doctor).map(({ institutionId, institutionName, name }) => (
            <Row
              key={`${doctor.doctorId} ${institutionId}`}
              icon="doctor"
              title={[doctor.name, doctor.title].filter(Boolean).join(' ')}
              note={`${institutionName} ${name}`}
              onTap={() => onChoose({ doctorId: doctor.doctorId, name: doctor.name, institutionId })}
            />
          )),
        )}
    </Rows>
  ) : null

const Found = ({ words, onChoose }: { words: string; onChoose: OnChoose }) => {
  const found = useLoad(['directory-search', words], () => directory.search({ query: { words } }))
  return (
    <Loading of={found} cards={1}>
      {({ doctors }) =>
        doctors.length ? (
          <Doctors title="找到的医生" doctors={doctors} onChoose={onChoose} />
        ) : (
          <EmptyState icon="search" title="没有找到这位医生" words="试试只填姓，或者填卫生院、村卫生室的名字。" />
        )
      }
    </Loading>
  )
}

/** One's doctor: those seen last and kept first, or by name. */
export const DoctorChoice = ({ onChoose }: { onChoose: OnChoose }) => {
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState('')
  const known = useLoad(['favourites'], () => directory.favourites({}), { keep: true })
  const search = () => setAsked(typed.trim())
  const { favourites = [], lastVisited = [] } = known.data ?? {}
  return (
    <>
      <Field
        label="医生的名字"
        hint="村医、家庭医生、看过的医生都可以"
        value={typed}
        onChange={setTyped}
        onConfirm={search}
      />
      <Button kind="main" icon="search" off={typed.trim() === ''} onTap={search}>
        找一找
      </Button>
      {asked ? (
        <Found words={asked} onChoose={onChoose} />
      ) : (
        <>
          <Doctors title="看过的医生" doctors={lastVisited} onChoose={onChoose} />
          <Doctors title="收藏的医生" doctors={favourites} onChoose={onChoose} />
        </>
      )}
    </>
  )
}
