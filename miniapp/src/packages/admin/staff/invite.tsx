import { useState } from 'react'
import { Text } from '@tarojs/components'
import { identityStaff } from '../../../api/identity-staff'
import { StepPage } from '../../../features/forms/step-page'
import { useSecondFactorFor, useWorkAct } from '../../../features/at-work/use-second-factor'
import { WorkPage } from '../../../features/at-work/work-page'
import { replace } from '../../../navigation'
import { Button } from '../../../ui/button'
import { Card, Facts } from '../../../ui/card'
import { ChoiceChips } from '../../../ui/choice-chips'
import { Field } from '../../../ui/field'
import { Row, Rows } from '../../../ui/rows'
import { Loading } from '../../../ui/states'
import { addresses } from '../addresses'
import { useInstitutions } from '../common/use-institutions'
import { DoctorChoice, type ChosenDoctor } from './doctor-choice'
import { SecretCode } from './secret-code'
import { staffKey, useStaff } from './use-staff'
import { roleWords, type Role } from './words'

interface Form {
  step: 'role' | 'institution' | 'person'
  role: Role | null
  institution: { id: string; name: string } | null
  doctor: ChosenDoctor | null
  name: string
}
const blank: Form = { step: 'role', role: null, institution: null, doctor: null, name: '' }
const of = 3

const InstitutionStep = ({
  onChoose,
  onBack,
}: {
  onChoose: (i: { id: string; name: string }) => void
  onBack: () => void
}) => {
  const loaded = useInstitutions()
  const [words, setWords] = useState('')
  return (
    <StepPage title="在哪里工作？" step={2} of={of} shows={[loaded]} onBack={onBack}>
      <Loading of={loaded}>
        {({ institutions }) => (
          <>
            <Field label="找单位" hint="打几个字，比如 卫生院" value={words} onChange={setWords} max={20} />
            <ChoiceChips
              choices={institutions
                .filter(({ name }) => name.includes(words.trim()))
                .slice(0, 24)
                .map(({ institutionId, name }) => ({ value: institutionId, words: name }))}
              chosen={null}
              onChoose={id => onChoose({ id, name: institutions.find(i => i.institutionId === id)!.name })}
            />
          </>
        )}
      </Loading>
    </StepPage>
  )
}

const Invited = ({
  form,
  code,
  again,
}: {
  form: Form
  code: { code: string; expiresAt: string }
  again: () => void
}) => (
  <WorkPage
    title="把这个码给他"
    foot={
      <>
        <Button kind="main" onTap={() => replace(addresses.staff)}>
          给过了，看工作人员
        </Button>
        <Button kind="plain" onTap={again}>
          再邀请一位
        </Button>
      </>
    }
  >
    <SecretCode
      {...code}
      how="当面或打电话念给他。他用自己的微信登录，打开“我的 › 我有工作邀请码”输进去，再定自己的口令。"
    />
    <Card>
      <Facts
        facts={[
          ['姓名', form.doctor?.name ?? form.name],
          ['岗位', form.role && roleWords[form.role].words],
          ['单位', form.institution?.name],
        ]}
      />
    </Card>
  </WorkPage>
)

const useInvite = (form: Form) => {
  const [code, setCode] = useState<{ code: string; expiresAt: string } | null>(null)
  const invite = useWorkAct(
    'invite-staff',
    (body: Parameters<typeof identityStaff.inviteStaff>[0]['body']) => identityStaff.inviteStaff({ body }),
    { changes: [staffKey], done: setCode },
  )
  const { role, institution, doctor, name } = form
  const send = () => {
    if (!role || !institution) return
    void invite.act({
      role,
      institutionId: institution.id,
      practitionerId: doctor?.doctorId ?? null,
      displayName: doctor?.name ?? name.trim(),
    })
  }
  return { ...invite, code, send, forget: () => setCode(null) }
}

const RoleStep = ({ onChoose }: { onChoose: (role: Role) => void }) => (
  <StepPage title="请他来做什么？" step={1} of={of}>
    <Rows>
      {(Object.keys(roleWords) as Role[]).map(role => (
        <Row key={role} title={roleWords[role].words} note={roleWords[role].note} onTap={() => onChoose(role)} />
      ))}
    </Rows>
  </StepPage>
)

interface PersonProps {
  form: Form
  change: (some: Partial<Form>) => void
  invite: ReturnType<typeof useInvite>
}

/** A doctor is found in the county's directory; everyone else is named. */
const PersonStep = ({ form: { role, institution, doctor, name }, change, invite }: PersonProps) => {
  const [tried, setTried] = useState(false)
  const asDoctor = role === 'doctor'
  const missing = asDoctor ? !doctor : name.trim().length < 2
  return (
    <StepPage
      title={asDoctor ? '是哪位医生？' : '叫什么名字？'}
      lead={`${role ? roleWords[role].words : ''}，${institution?.name ?? ''}`}
      step={3}
      of={of}
      next="生成邀请码"
      onNext={() => (missing ? setTried(true) : invite.send())}
      onBack={() => change({ step: 'institution' })}
      busy={invite.busy}
      problem={invite.problem}
    >
      {asDoctor && institution ? (
        <DoctorChoice institutionId={institution.id} chosen={doctor} onChoose={chosen => change({ doctor: chosen })} />
      ) : (
        <Field
          label="姓名"
          hint="同事和居民看到的名字"
          max={40}
          value={name}
          onChange={typed => change({ name: typed })}
          error={tried && missing ? '请填姓名，至少两个字。' : null}
        />
      )}
      {tried && asDoctor && missing ? <Text className="danger">请先找到并选中这位医生。</Text> : null}
    </StepPage>
  )
}

/** 邀请工作人员: what they do, where, who; then the one-time code. */
export default function InvitePage() {
  // Asks for the passcode before anything is typed.
  useSecondFactorFor([useStaff()])
  const [form, setForm] = useState<Form>(blank)
  const invite = useInvite(form)
  const change = (some: Partial<Form>) => {
    invite.clear()
    setForm({ ...form, ...some })
  }
  const again = () => {
    invite.forget()
    setForm(blank)
  }
  if (invite.code) return <Invited form={form} code={invite.code} again={again} />
  if (form.step === 'role') return <RoleStep onChoose={role => change({ role, doctor: null, step: 'institution' })} />
  if (form.step === 'institution')
    return (
      <InstitutionStep
        onChoose={institution => change({ institution, doctor: null, step: 'person' })}
        onBack={() => change({ step: 'role' })}
      />
    )
  return <PersonStep form={form} change={change} invite={invite} />
}
