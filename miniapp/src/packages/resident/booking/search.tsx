import './booking.css'
import { useState } from 'react'
import type { Received } from 'shared/kernel/endpoint'
import type { directoryContract } from 'shared/directory/contract'
import { directory } from '../../../api/directory'
import { useLoad } from '../../../api/use-load'
import { replace, useParams } from '../../../navigation'
import { routes } from '../../../routes'
import { ChoiceChips } from '../../../ui/choice-chips'
import { Field } from '../../../ui/field'
import { Page } from '../../../ui/page'
import { Rows } from '../../../ui/rows'
import { EmptyState, Loading } from '../../../ui/states'
import { DepartmentRow } from './department-row'
import { DoctorRow } from './doctor-row'
import { Emergency } from './emergency'
import { InstitutionRow } from './institution-row'
import { useSettled } from '../../../api/use-settled'

type Found = Received<typeof directoryContract.search>

/** What people in a county come for most: a way in for those who would not know what to type. */
const common = ['高血压', '糖尿病', '头晕', '咳嗽', '发烧', '胃痛', '腰痛', '关节痛', '小孩', '怀孕', '眼睛', '失眠']

/** Rows of each kind that are shown; a longer list means the words say too little. */
const most = 10

const Results = ({ found: { departments, doctors, institutions }, words }: { found: Found; words: string }) => {
  if (departments.length + doctors.length + institutions.length === 0) {
    return (
      <EmptyState
        icon="search"
        title={`没有找到“${words}”`}
        words="换个短一点的说法，比如“腰痛”，或者医生姓名的拼音首字母。"
        doors={[{ words: '从医院里找', onTap: () => replace(routes.booking) }]}
      />
    )
  }
  return (
    <>
      {departments.length ? (
        <Rows title="科室">
          {departments.slice(0, most).map(department => (
            <DepartmentRow key={department.departmentId} department={department} where />
          ))}
        </Rows>
      ) : null}
      {doctors.length ? (
        <Rows title="医生">
          {doctors.slice(0, most).map(doctor => (
            <DoctorRow key={doctor.doctorId} doctor={doctor} />
          ))}
        </Rows>
      ) : null}
      {institutions.length ? (
        <Rows title="医院和卫生院">
          {institutions.slice(0, most).map(institution => (
            <InstitutionRow key={institution.institutionId} institution={institution} />
          ))}
        </Rows>
      ) : null}
    </>
  )
}

/** One field for all: illness, department, doctor, place; Chinese or pinyin initials. */
export default function Search() {
  const params = useParams()
  const [typed, setTyped] = useState(params.words ?? '')
  const words = useSettled(typed.trim(), 350)
  const loaded = useLoad(['search', words], () => directory.search({ query: { words } }), { when: words.length > 0 })
  return (
    <Page title="想看什么？" shows={words ? [loaded] : []}>
      <Field
        label="病症、科室、医生或医院"
        hint="拼音首字母也行：内科打 nk"
        placeholder="比如：腰痛"
        value={typed}
        max={40}
        focus={!params.words}
        onChange={setTyped}
      />
      {words ? (
        <Loading of={loaded}>{found => <Results found={found} words={words} />}</Loading>
      ) : (
        <>
          <ChoiceChips choices={common.map(word => ({ value: word, words: word }))} chosen={null} onChoose={setTyped} />
          <Emergency />
        </>
      )}
    </Page>
  )
}
