import './check-in.css'
import { useState } from 'react'
import { View } from '@tarojs/components'
import { identityStaff } from '../../../api/identity-staff'
import { OutcomePage } from '../../../features/forms/outcome-page'
import { useWorkAct } from '../../../features/at-work/use-second-factor'
import { WorkPage } from '../../../features/at-work/work-page'
import { useWorkplace } from '../../../features/at-work/workplace'
import { back } from '../../../navigation'
import { Button } from '../../../ui/button'
import { Field } from '../../../ui/field'
import { Refusal } from '../../../ui/states'
import { CaseFiles, type TakenCase } from './case-files'

/** The number on the resident's phone. */
const NumberField = ({ busy, onNumber }: { busy: boolean; onNumber: (caseNumber: string) => void }) => {
  const [typed, setTyped] = useState('')
  const [tried, setTried] = useState(false)
  const digits = typed.trim()
  const whole = /^\d{6}$/.test(digits)
  const enter = () => (whole ? onNumber(digits) : setTried(true))
  return (
    <View className="stack code-field">
      <Field
        label="居民手机上的 6 位号码"
        hint="居民在“实名登记”那一页能看到，请他念给您"
        type="number"
        focus
        max={6}
        value={typed}
        onChange={setTyped}
        error={tried && !whole ? '号码是 6 个数字。' : null}
        onConfirm={enter}
      />
      <Button kind="main" busy={busy} busyWords="正在县里查档案…" onTap={enter}>
        查他的档案
      </Button>
    </View>
  )
}

/** 核对居民档案: the county's files contradict each other; the clerk compares them with the document and says which. */
export default function RegistrationPage() {
  const [taken, setTaken] = useState<TakenCase | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const { institutionId, choice } = useWorkplace(['staff'])
  const { act, busy, problem, clear } = useWorkAct(
    'take-registration-case',
    (caseNumber: string) => identityStaff.takeRegistrationCase({ body: { caseNumber, institutionId } }),
    { done: setTaken },
  )
  const next = () => {
    clear()
    setTaken(null)
    setDone(null)
  }
  if (done)
    return (
      <OutcomePage
        title="核对居民档案"
        outcome={`${done} 登记好了`}
        words="他手机上马上能看到，可以开健康卡、预约了。您写的原因，他也能查到。"
        doors={[
          { words: '回到名单', onTap: back },
          { words: '下一位', onTap: next },
        ]}
      />
    )
  return (
    <WorkPage
      title={taken ? '哪一份是他的？' : '请居民出示身份证'}
      lead={taken ? '请对着身份证原件看，人和证要对得上。' : '要本人带身份证原件来。代办、电话都不行。'}
    >
      {choice}
      {taken ? (
        <CaseFiles taken={taken} institutionId={institutionId} onDone={setDone} onBack={next} />
      ) : (
        <>
          <Refusal problem={problem} />
          <NumberField busy={busy} onNumber={caseNumber => void act(caseNumber)} />
        </>
      )}
    </WorkPage>
  )
}
