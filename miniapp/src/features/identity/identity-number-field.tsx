import '../forms/forms.css'
import { Text, View } from '@tarojs/components'
import { identityNumberProblem, readIdentityNumber } from 'shared/identity/identity-number'
import { Field } from '../../ui/field'
import { Icon } from '../../ui/icon'
import { dateWords } from '../../ui/words'

const problemWords = {
  shape: '前 17 位都是数字，最后一位是数字或 X，请再看一遍。',
  check: '这个号码对不上，多半是有一位看错了。请对照身份证，一位一位再看一遍。',
  birth_date: '第 7 到 14 位是出生年月日，这里填的不是一个日子，请再看一遍。',
} as const

/** Spaces of a pasted number and the small x are not mistakes. */
export const tidyIdentityNumber = (typed: string): string => typed.replace(/\s/g, '').toUpperCase()

/** What is wrong in one sentence, or null. A number that is still being typed is not wrong yet. */
export const identityNumberError = (number: string, finished: boolean): string | null => {
  if (number.length > 18) return `身份证号有 18 位，这里多了 ${number.length - 18} 位。`
  if (number.length < 18) return finished ? `身份证号有 18 位，还差 ${18 - number.length} 位。` : null
  const problem = identityNumberProblem(number)
  return problem ? problemWords[problem] : null
}

interface Props {
  label: string
  value: string
  onChange: (value: string) => void
  /** The main button was tapped: a number too short is an error now. */
  finished: boolean
}

/** Checked while it is typed (GB 11643); a right number is read back as birth date and sex. */
export const IdentityNumberField = ({ label, value, onChange, finished }: Props) => {
  const right = identityNumberProblem(value) === null
  const read = right ? readIdentityNumber(value) : null
  return (
    <View className="stack digits">
      <Field
        label={label}
        hint={value.length && !right ? `已填 ${value.length} 位，一共 18 位` : '身份证上最下面那一行，18 位'}
        type="idcard"
        max={24}
        value={value}
        onChange={typed => onChange(tidyIdentityNumber(typed))}
        error={identityNumberError(value, finished)}
      />
      {read ? (
        <View className="line primary">
          <Icon name="done" />
          <Text>{`号码没有错：${dateWords(read.birthDate)}出生，${read.sex === 'male' ? '男' : '女'}`}</Text>
        </View>
      ) : null}
    </View>
  )
}
