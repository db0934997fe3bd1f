import { Text, View } from '@tarojs/components'
import { Icon } from './icon'

/** One sentence beside what it is about: what is wrong and how it should be. `aloud`: it came by itself, so it is read out. */
export const FieldError = ({ words, aloud = false }: { words: string | null | undefined; aloud?: boolean }) =>
  words ? (
    <View className="field-error" {...(aloud && process.env.TARO_ENV === 'h5' ? { role: 'alert' } : {})}>
      <Icon name="notice" />
      <Text>{words}</Text>
    </View>
  ) : null
