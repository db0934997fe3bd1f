import { useState } from 'react'
import { Text, View } from '@tarojs/components'
import { read, write } from '../../platform/storage'
import { ChoiceChips } from '../../ui/choice-chips'
import { useMe, type Account } from '../me/use-me'

type WorkRole = Account['positions'][number]['role']
const key = 'workplace'

export interface Workplace {
  /** In whose name; undefined where there is only one, or none was chosen yet. */
  institutionId: string | undefined
  /** The question, for those who work at several institutions. */
  choice: React.ReactNode
}

/** In whose name somebody at several institutions acts; the last answer is kept on the phone. */
export const useWorkplace = (roles: readonly WorkRole[]): Workplace => {
  const me = useMe()
  const [chosen, setChosen] = useState(() => read<string>(key))
  const here = (me.data?.positions ?? []).filter(({ role }) => roles.includes(role))
  const places = new Map(here.map(p => [p.institutionId, p.institutionName]))
  if (places.size < 2) return { institutionId: undefined, choice: null }
  const institutionId = chosen !== null && places.has(chosen) ? chosen : undefined
  const choose = (id: string) => {
    write(key, id)
    setChosen(id)
  }
  return {
    institutionId,
    choice: (
      <View className="stack">
        <Text className="strong">您现在在哪个机构？</Text>
        <ChoiceChips
          choices={[...places].map(([value, words]) => ({ value, words }))}
          chosen={institutionId ?? null}
          onChoose={choose}
        />
      </View>
    ),
  }
}
