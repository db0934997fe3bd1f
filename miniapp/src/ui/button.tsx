import { Button as TaroButton, Text, View } from '@tarojs/components'
import { Icon, type IconName } from './icon'
import { hush } from './overlays'
import { Tap } from './tap'

interface Props {
  children: string
  onTap?: () => void
  /** `main`: the one thing to do on this screen. */
  kind?: 'main' | 'second' | 'plain' | 'danger' | 'danger-main'
  icon?: IconName
  small?: boolean
  /** Being done: says so and takes no second tap. */
  busy?: boolean
  busyWords?: string
  off?: boolean
  /** WeChat's own buttons, which it lays over ours (weapp only). */
  openType?: 'getPhoneNumber' | 'share' | 'agreePrivacyAuthorization' | 'contact'
  id?: string
  onPhone?: (detail: { code?: string }) => void
  onAgree?: () => void
}

export const Button = (props: Props) => {
  const { children, onTap, kind = 'second', icon, small, busy, busyWords = '请稍候…', off, openType } = props
  const native = openType && process.env.TARO_ENV === 'weapp' && !busy && !off
  const tapped =
    onTap &&
    (() => {
      hush()
      onTap()
    })
  const classes = ['button', `button-${kind}`, small ? 'button-small' : '', off ? 'button-off' : ''].join(' ')
  return (
    <Tap className={classes} {...(busy || off || native ? {} : { onTap: tapped })}>
      {busy ? <View className="spinner" /> : icon ? <Icon name={icon} /> : null}
      <Text>{busy ? busyWords : children}</Text>
      {native ? (
        <TaroButton
          className="button-native"
          openType={openType}
          {...(props.id ? { id: props.id } : {})}
          {...(onTap ? { onClick: onTap } : {})}
          onGetPhoneNumber={event => props.onPhone?.(event.detail as { code?: string })}
          onAgreePrivacyAuthorization={() => props.onAgree?.()}
        />
      ) : null}
    </Tap>
  )
}
