import { Field } from '../../ui/field'

/** Two characters at least: the contract's rule, said before the server has to. */
export const nameError = (name: string, finished: boolean): string | null =>
  finished && name.trim().length < 2 ? '请填身份证上的姓名，至少两个字。' : null

interface Props {
  label: string
  value: string
  onChange: (value: string) => void
  finished: boolean
}

export const NameField = ({ label, value, onChange, finished }: Props) => (
  <Field
    label={label}
    hint="和身份证上的一模一样"
    max={40}
    value={value}
    onChange={onChange}
    error={nameError(value, finished)}
  />
)
