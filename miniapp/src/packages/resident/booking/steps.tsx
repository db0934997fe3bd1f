import { Text, View } from '@tarojs/components'

/** What happens next, in order. */
export const Steps = ({ title, steps }: { title: string; steps: readonly string[] }) => (
  <View className="card stack">
    <Text className="strong">{title}</Text>
    {steps.map((step, i) => (
      <View className="step" key={step}>
        <Text className="step-number number">{String(i + 1)}</Text>
        <Text className="grow">{step}</Text>
      </View>
    ))}
  </View>
)
