import { useState } from 'react'
import { Text, View } from '@tarojs/components'
import { StepPage } from '../../../../features/forms/step-page'
import { Tick } from '../../../../features/forms/tick'
import { Button } from '../../../../ui/button'
import { Card, Facts } from '../../../../ui/card'
import { replace } from '../../../../navigation'
import { say } from '../../../../ui/overlays'
import { moneyWords } from '../../../../ui/words'
import { consultationAddresses } from '../addresses'
import { consentLines } from '../consent-words'
import { usualWords } from '../doctor-words'
import type { Asking } from '../asking'
import type { StepProps } from './step'

const doctorGone: readonly string[] = ['doctor_off_duty', 'doctor_full_today', 'doctor_not_consulting']

const attachedWords = ({ uploaded }: Asking): string | null => {
  const pictures = uploaded.filter(u => u.kind === 'picture').length
  const sounds = uploaded.length - pictures
  return [pictures && `${pictures} 张照片`, sounds && `${sounds} 段语音`].filter(Boolean).join('、') || null
}

const earlierWords = ({ rules, asking }: StepProps): string => {
  const { earlierBy, recordId, earlierPictures } = asking
  if (earlierBy === 'pictures') return `${earlierPictures.length} 张病历照片`
  const record = earlierBy === 'county_record' && rules.diagnoses?.find(d => d.recordId === recordId)
  return record ? record.title : '请医生去查'
}

/** Everything on one page, what is agreed to, and what it costs. */
export const ConsentStep = (props: StepProps) => {
  const { rules, asking, change, personName, other, place, back, submit, busy, problem } = props
  const [agreed, setAgreed] = useState(false)
  const { doctor, fee, acceptHours, payMinutes, guardianNeeded, consentVersion } = rules
  const fetches = asking.earlierBy === 'doctor_fetches'
  const on = () => {
    if (guardianNeeded && !asking.guardianPresent) return say('请勾选“我是家长，现在在孩子身边”')
    if (!agreed) return say('请先看一遍，再勾选“我看过，同意”')
    submit()
  }
  return (
    <StepPage
      title="这样问，对吗？"
      {...place}
      next={fee ? `同意，去付款 ${moneyWords(fee)}` : '同意，发给医生'}
      onNext={on}
      onBack={back}
      busy={busy}
      busyWords="正在发给医生…"
      problem={problem}
    >
      {problem && doctorGone.includes(problem.code) ? (
        <Button kind="main" icon="doctor" onTap={() => replace(consultationAddresses.doctors)}>
          看别的医生
        </Button>
      ) : null}
      <Card>
        <Facts
          facts={[
            ['给谁问', personName],
            ['医生', [doctor.name, doctor.title, doctor.institutionName].filter(Boolean).join(' ')],
            ['问什么', asking.reason.trim() || '请医生听语音'],
            ['附上', attachedWords(asking)],
            ['以前诊断', earlierWords(props)],
            ...rules.questions.map(({ questionId, text }) => [text, asking.answers[questionId]] as const),
            ['费用', moneyWords(fee)],
            ['多久回复', usualWords(doctor)],
          ]}
        />
        <Text className="small quiet">
          {`${acceptHours} 小时内没有医生接诊，自动结束${fee ? '，全部退款' : ''}。`}
          {fee ? `请在 ${payMinutes} 分钟内付款。` : ''}
        </Text>
      </Card>
      <Card title="在线问诊知情同意">
        <View className="stack">
          {consentLines.map(line => (
            <Text key={line}>{line}</Text>
          ))}
          <Text className="small quiet">{`版本 ${consentVersion}`}</Text>
        </View>
      </Card>
      <Tick
        words={`允许医生看${other ? personName : '我'}在县里的病历`}
        note={fetches ? '您请医生去查病历，所以要允许' : '诊断、用药、检查结果。以后可以随时关掉。'}
        on={asking.allowRecords || fetches}
        onTap={() => (fetches ? undefined : change({ allowRecords: !asking.allowRecords }))}
      />
      {guardianNeeded ? (
        <Tick
          words="我是家长，现在在孩子身边"
          note="小小孩看病要有家长陪着"
          on={asking.guardianPresent}
          onTap={() => change({ guardianPresent: !asking.guardianPresent })}
        />
      ) : null}
      <Tick words="我看过，同意" on={agreed} onTap={() => setAgreed(!agreed)} />
    </StepPage>
  )
}
