import { View, type ViewProps } from '@tarojs/components'

interface Props {
  className?: string
  style?: string
  /** What a screen reader says when the words inside do not say it. */
  label?: string
  /** Looks and behaves as text when there is nothing to do. */
  onTap?: (() => void) | undefined
  role?: 'button' | 'tab' | 'radio' | 'checkbox' | 'link'
  chosen?: boolean
  children?: React.ReactNode
}

/** A browser reaches it by keyboard; a mini-program has its own accessibility and needs none of it. */
const reachable = ({ label, onTap, role = 'button', chosen }: Props): Partial<ViewProps> => {
  if (process.env.TARO_ENV !== 'h5' || !onTap) return {}
  const marks = {
    role,
    tabIndex: 0,
    'aria-label': label,
    'aria-checked': role === 'radio' || role === 'checkbox' ? String(!!chosen) : undefined,
    'aria-selected': role === 'tab' ? String(!!chosen) : undefined,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'Enter' && event.key !== ' ') return
      event.preventDefault()
      onTap()
    },
  }
  return marks as Partial<ViewProps>
}

/** Whatever can be tapped. */
export const Tap = (props: Props) => {
  const { className = '', style, onTap, children } = props
  return (
    <View
      className={`tap ${className}`}
      hoverClass={onTap ? 'pressed' : 'none'}
      {...(style ? { style } : {})}
      {...(onTap ? { onClick: onTap } : {})}
      {...reachable(props)}
    >
      {children}
    </View>
  )
}
