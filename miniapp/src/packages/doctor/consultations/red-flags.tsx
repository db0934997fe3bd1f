import './doctor-consultations.css'
import { Text, View } from '@tarojs/components'
import type { RedFlag } from 'shared/consultations/red-flags'
import { redFlagWords } from '../../../features/consultations/words'
import { Icon } from '../../../ui/icon'

/** What a word list found in the resident's own words, shown as that and nothing more (监管细则 art. 13). */
export const RedFlags = ({ all }: { all: readonly RedFlag[] }) =>
  all.length ? (
    <View className="red-flags">
      {all.map(({ kind, word }) => (
        <View key={kind} className="line">
          <Icon name="warning" />
          <Text className="grow strong">{`${redFlagWords[kind]}：居民写到“${word}”`}</Text>
        </View>
      ))}
      <Text>系统按词表标出，不是诊断</Text>
    </View>
  ) : null
