import { View } from '@tarojs/components'
import type { z } from 'zod/mini'
import { scopes, type Scope } from 'shared/identity/schemas'
import { FieldError } from '../../ui/field-error'
import { Tick } from '../forms/tick'
import { scopeWords } from './words'

export type ScopeName = z.infer<typeof Scope>

interface Props {
  chosen: readonly ScopeName[]
  onChange: (scopes: ScopeName[]) => void
  finished: boolean
}

/** Which things may be done: each in plain words, at least one. */
export const ScopeTicks = ({ chosen, onChange, finished }: Props) => (
  <View className="stack">
    {(Object.keys(scopeWords) as ScopeName[]).map(scope => (
      <Tick
        key={scope}
        words={scopeWords[scope].words}
        note={scopeWords[scope].note}
        on={chosen.includes(scope)}
        onTap={() => onChange(scopes.filter(s => (s === scope ? !chosen.includes(s) : chosen.includes(s))))}
      />
    ))}
    <FieldError words={finished && chosen.length === 0 ? '请至少选一样。' : null} />
  </View>
)
