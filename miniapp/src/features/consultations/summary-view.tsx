import './summary.css'
import { Text, View } from '@tarojs/components'
import type { Summary } from 'shared/consultations/model'
import { Card } from '../../ui/card'
import { Icon } from '../../ui/icon'
import { dayWords, fullInstantWords } from '../../ui/words'

const Part = ({ title, words, strong }: { title: string; words: string | null; strong?: boolean }) =>
  words ? (
    <View className="summary-part">
      <Text className="quiet small">{title}</Text>
      <Text className={`summary-words ${strong ? 'strong' : ''}`}>{words}</Text>
    </View>
  ) : null

const medicationWords = (medications: Summary['medications']): string | null =>
  medications.length ? medications.map(({ name, usage }) => `${name}：${usage}`).join('\n') : null

/** The signature in words: who, when, and whether it still fits the text. */
const Signed = ({ of }: { of: Summary }) => {
  const { signature, doctorName, institutionName } = of
  return (
    <View className={`line small ${signature.valid ? 'quiet' : 'danger'}`}>
      <Icon name={signature.valid ? 'sign' : 'warning'} />
      <Text className="grow">
        {signature.valid
          ? `${institutionName} ${doctorName}医生电子签名，${fullInstantWords(signature.signedAt)}，核验有效`
          : '签名核验不通过，这份小结可能被改动过，请联系医院'}
      </Text>
    </View>
  )
}

/** What the resident takes home first: what to do, what to take, when to come, when it is urgent. */
export const SummaryView = ({ of, unsigned, older }: { of: Summary; unsigned?: boolean; older?: boolean }) => (
  <>
    {older ? <Text className="group-title">{`更正前的第 ${of.version} 版，不再作数`}</Text> : null}
    {of.amendedBecause ? (
      <Card>
        <Text>{`医生更正过这份小结（第 ${of.version} 版）：${of.amendedBecause}`}</Text>
      </Card>
    ) : null}
    <Card>
      <View className="stack">
        <Part title="诊断" words={of.diagnosis} strong />
        <Part title="医生的建议" words={of.advice} />
        <Part title="继续用的药" words={medicationWords(of.medications)} />
        <Part title="复诊" words={of.followUpOn ? dayWords(of.followUpOn) : null} strong />
      </View>
    </Card>
    <Card className="if-worse">
      <Part title="出现这些情况，马上去医院或打 120" words={of.ifWorse} strong />
    </Card>
    <Card title="病历">
      <View className="stack">
        <Part title="主诉" words={of.chiefComplaint} />
        <Part title="现病史" words={of.presentIllness} />
        <Part title="既往史" words={of.pastHistory} />
        <Part title="过敏史" words={of.allergies} />
        <Part title="诊断编码" words={of.diagnosisCode} />
        {unsigned ? null : <Signed of={of} />}
      </View>
    </Card>
  </>
)
