import { useState } from 'react'
import { WorkPage } from '../../../features/at-work/work-page'
import { go } from '../../../navigation'
import { Button } from '../../../ui/button'
import { ChoiceChips } from '../../../ui/choice-chips'
import { Field } from '../../../ui/field'
import { Row, Rows } from '../../../ui/rows'
import { StateTag } from '../../../ui/state-tag'
import { EmptyState, Loading } from '../../../ui/states'
import { addresses } from '../addresses'
import { useStaff } from './use-staff'
import { memberState, roleWords, seenWords, type Member, type Role } from './words'

/** Long lists come in parts. */
const part = 30

const List = ({ staff }: { staff: Member[] }) => {
  const [role, setRole] = useState<Role | 'all'>('all')
  const [words, setWords] = useState('')
  const [most, setMost] = useState(part)
  const wanted = words.trim()
  const found = staff.filter(
    m => (role === 'all' || m.role === role) && (m.displayName.includes(wanted) || m.institutionName.includes(wanted)),
  )
  const choices = [
    { value: 'all' as const, words: `全部 ${staff.length}` },
    ...(Object.keys(roleWords) as Role[]).map(value => ({
      value,
      words: `${roleWords[value].words} ${staff.filter(m => m.role === value).length}`,
    })),
  ]
  return (
    <>
      <ChoiceChips choices={choices} chosen={role} onChoose={setRole} />
      {staff.length > 8 ? <Field label="找人" hint="姓名或单位" value={words} onChange={setWords} max={20} /> : null}
      {found.length === 0 ? <EmptyState icon="family" title="没有找到" words="换个字试试，或看全部。" /> : null}
      <Rows>
        {found.slice(0, most).map(member => (
          <Row
            key={member.staffId}
            icon={member.role === 'doctor' ? 'doctor' : 'person'}
            title={`${member.displayName} · ${roleWords[member.role].words}`}
            note={`${member.institutionName} · ${seenWords(member)}`}
            side={<StateTag {...memberState(member)} />}
            onTap={() => go(addresses.member, { staffId: member.staffId })}
          />
        ))}
      </Rows>
      {found.length > most ? <Button onTap={() => setMost(most + part)}>再看一些</Button> : null}
    </>
  )
}

/** 工作人员: everyone with a position, and how they stand. */
export default function StaffPage() {
  const loaded = useStaff()
  return (
    <WorkPage
      title="工作人员"
      shows={[loaded]}
      foot={
        <Button kind="main" icon="invite" onTap={() => go(addresses.invite)}>
          邀请一位工作人员
        </Button>
      }
    >
      <Loading of={loaded} cards={3}>
        {({ staff }) => <List staff={staff} />}
      </Loading>
    </WorkPage>
  )
}
