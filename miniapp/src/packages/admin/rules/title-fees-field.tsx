import { Text, View } from '@tarojs/components'
import { Button } from '../../../ui/button'
import { Field } from '../../../ui/field'
import { FieldError } from '../../../ui/field-error'
import { rowsOf, textOf, type TypedFee } from './title-fees'

interface Props {
  ask: string
  now: string
  typed: string
  onChange: (typed: string) => void
  error: string | null
}

const most = 20

/** What each title costs, a row each: the title as the directory writes it, and yuan. */
export const TitleFeesField = ({ ask, now, typed, onChange, error }: Props) => {
  const rows = rowsOf(typed)
  const put = (changed: TypedFee[]) => onChange(textOf(changed))
  const set = (at: number, some: Partial<TypedFee>) => put(rows.map((row, i) => (i === at ? { ...row, ...some } : row)))
  return (
    <View className="stack">
      <Text className="strong">{ask}</Text>
      <Text className="quiet small">{now}</Text>
      {rows.map((row, i) => (
        <View className="card stack" key={i}>
          <Field
            label={`第 ${i + 1} 种职称`}
            value={row.title}
            max={20}
            placeholder="主任医师"
            onChange={title => set(i, { title })}
          />
          <Field label="收多少（元）" type="digit" value={row.yuan} max={8} onChange={yuan => set(i, { yuan })} />
          <Button small icon="delete" onTap={() => put(rows.filter((_, at) => at !== i))}>
            去掉这一行
          </Button>
        </View>
      ))}
      <FieldError words={error} />
      {rows.length < most ? (
        <Button small icon="add" onTap={() => put([...rows, { title: '', yuan: '' }])}>
          加一种职称
        </Button>
      ) : null}
    </View>
  )
}
