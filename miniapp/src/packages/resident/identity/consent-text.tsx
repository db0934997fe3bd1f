import { Text, View } from '@tarojs/components'
import { Card } from '../../../ui/card'

/** The text as it is agreed to, with the version that is recorded. */
export const ConsentText = ({ lines, version }: { lines: readonly string[]; version: string }) => (
  <Card>
    <View className="stack">
      {lines.map(line => (
        <Text key={line}>{line}</Text>
      ))}
      <Text className="small quiet">{`版本 ${version}`}</Text>
    </View>
  </Card>
)
