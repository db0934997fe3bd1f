import { sexWords } from 'shared/identity/sex-words'
import { useState } from 'react'
import { Text } from '@tarojs/components'
import { identityStaff } from '../../../api/identity-staff'
import { useWorkAct } from '../../../features/at-work/use-second-factor'
import { Button } from '../../../ui/button'
import { Card, Facts } from '../../../ui/card'
import { ChoiceChips } from '../../../ui/choice-chips'
import { confirm } from '../../../ui/overlays'
import { Refusal } from '../../../ui/states'
import { instantWords } from '../../../ui/words'
import { ReasonField } from './reason-field'

export type TakenCase = Awaited<ReturnType<typeof identityStaff.takeRegistrationCase>>
type CountyFile = TakenCase['files'][number]

const differWords = { name: '姓名和他填的不一样', birth_date: '出生日期和身份证号不一样', sex: '性别和身份证号不一样' }
const reasons = [
  '身份证原件与本人一致，另一份档案有误',
  '身份证原件与本人一致，档案录入有误',
  '居民改过名，有户口本证明',
]
const leastOfReason = 5

const letterOf = (index: number): string => String.fromCharCode(65 + index)

const File = ({ file, index }: { file: CountyFile; index: number }) => (
  <Card title={`档案 ${letterOf(index)}`}>
    <Facts
      facts={[
        ['姓名', file.name],
        ['性别', sexWords[file.sex]],
        ['出生', file.birthDate],
        ['电话', file.phone ?? '没有'],
        ['住址', file.address ?? '没有'],
      ]}
    />
    {file.differs.length ? (
      <Text className="warning strong">{`注意：${file.differs.map(d => differWords[d]).join('；')}`}</Text>
    ) : (
      <Text className="quiet">和他填的、和身份证号都对得上。</Text>
    )}
  </Card>
)

interface Props {
  taken: TakenCase
  institutionId: string | undefined
  onDone: (name: string) => void
  onBack: () => void
}

/** The county's files side by side; one is chosen, with the reason that the resident will read. */
export const CaseFiles = ({ taken, institutionId, onDone, onBack }: Props) => {
  const { caseId, name, identityNumber, files, expiresAt } = taken
  const [platformId, setPlatformId] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const { act, busy, problem } = useWorkAct(
    'settle-registration-case',
    (body: { platformId: string; reason: string; institutionId: string | undefined }, idempotencyKey) =>
      identityStaff.settleRegistrationCase({ params: { caseId }, body, idempotencyKey }),
    { done: settled => onDone(settled.name) },
  )
  const short = reason.trim().length < leastOfReason
  const settle = async () => {
    if (!platformId || short) return setTried(true)
    const chosen = letterOf(files.findIndex(f => f.platformId === platformId))
    const sure = await confirm({
      title: `把 ${name} 登记到档案 ${chosen}？`,
      words: '登记以后，他就用这份档案看病。您的姓名和写的原因会记下来。',
      yes: `登记到档案 ${chosen}`,
    })
    if (sure) await act({ platformId, reason: reason.trim(), institutionId })
  }
  return (
    <>
      <Card title="他填的">
        <Facts
          facts={[
            ['姓名', name],
            ['身份证', identityNumber],
            ['有效到', instantWords(expiresAt)],
          ]}
        />
      </Card>
      {files.map((file, i) => (
        <File key={file.platformId} file={file} index={i} />
      ))}
      <Text className="strong">哪一份是他的？</Text>
      <ChoiceChips
        wide
        choices={files.map((f, i) => ({ value: f.platformId, words: `档案 ${letterOf(i)}` }))}
        chosen={platformId}
        onChoose={setPlatformId}
      />
      {tried && !platformId ? <Text className="danger">请先选一份档案。都不是他的，就请他先到县里改档案。</Text> : null}
      <Text className="strong">为什么选这一份？</Text>
      <ReasonField
        label="写清楚看了什么证件"
        reasons={reasons}
        value={reason}
        onChange={setReason}
        max={200}
        least={leastOfReason}
        error={tried && short}
      />
      <Refusal problem={problem} />
      <Button kind="main" busy={busy} busyWords="正在登记…" onTap={() => void settle()}>
        核对过了，登记
      </Button>
      <Button kind="plain" onTap={onBack}>
        都不是他的，返回
      </Button>
    </>
  )
}
