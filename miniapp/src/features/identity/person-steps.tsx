import { useState } from 'react'
import { View } from '@tarojs/components'
import { identityNumberProblem } from 'shared/identity/identity-number'
import { StepPage } from '../forms/step-page'
import { EndDateChips } from './end-date-chips'
import { IdentityNumberField } from './identity-number-field'
import { NameField } from './name-field'
import { PhoneField } from './phone-field'
import { isPhone } from './phone-sentences'
import { ScopeTicks, type ScopeName } from './scope-ticks'

interface Step<V> {
  title: string
  lead?: string
  top?: React.ReactNode
  step: number
  of: number
  value: V
  onChange: (value: V) => void
  onNext: () => void
  onBack?: () => void
}

/** Goes on when the answer is right; until then the field says what is wrong, but not before the first try. */
const useTried = (right: boolean, onNext: () => void) => {
  const [tried, setTried] = useState(false)
  return { tried, next: () => (right ? onNext() : setTried(true)) }
}

export const NameStep = ({ value, onChange, onNext, ...page }: Step<string>) => {
  const { tried, next } = useTried(value.trim().length >= 2, onNext)
  return (
    <StepPage {...page} onNext={next}>
      <NameField label="姓名" value={value} onChange={onChange} finished={tried} />
    </StepPage>
  )
}

export const NumberStep = ({ value, onChange, onNext, ...page }: Step<string>) => {
  const { tried, next } = useTried(identityNumberProblem(value) === null, onNext)
  return (
    <StepPage {...page} onNext={next}>
      <IdentityNumberField label="身份证号" value={value} onChange={onChange} finished={tried} />
    </StepPage>
  )
}

export const PhoneStep = ({ value, onChange, onNext, ...page }: Step<string>) => {
  const { tried, next } = useTried(isPhone(value), onNext)
  return (
    <StepPage {...page} onNext={next}>
      <PhoneField label="手机号" value={value} onChange={onChange} finished={tried} />
    </StepPage>
  )
}

export const ScopeStep = ({
  value,
  onChange,
  onNext,
  children,
  ...page
}: Step<readonly ScopeName[]> & { children?: React.ReactNode }) => {
  const { tried, next } = useTried(value.length > 0, onNext)
  return (
    <StepPage {...page} onNext={next}>
      <ScopeTicks chosen={value} onChange={onChange} finished={tried} />
      {children ? <View className="stack">{children}</View> : null}
    </StepPage>
  )
}

export const EndDateStep = ({ value, onChange, onNext, ...page }: Step<string>) => (
  <StepPage {...page} onNext={onNext}>
    <EndDateChips chosen={value} onChoose={onChange} />
  </StepPage>
)
