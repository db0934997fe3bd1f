import './talk.css'
import { Text, View } from '@tarojs/components'

interface Props {
  answers: readonly { question: string; answer: string }[]
}

/** The doctor's own short questions, each with its answer below it: too long for a name beside a value. */
export const Answers = ({ answers }: Props) =>
  answers.length ? (
    <View className="stack">
      {answers.map(({ question, answer }) => (
        <View key={question} className="answered">
          <Text className="quiet small">{`${question}？`.replace(/[？?]+$/, '？')}</Text>
          <Text>{answer}</Text>
        </View>
      ))}
    </View>
  ) : null
