import { Text, View } from '@tarojs/components'
import { Button } from './button'
import { Icon } from './icon'
import { useOverlays } from './overlays'

interface Props {
  title: string
  /** Absent: the sheet must be answered. */
  onClose?: () => void
  children: React.ReactNode
}

const dialog = process.env.TARO_ENV === 'h5' ? { role: 'dialog', 'aria-modal': 'true' } : {}

/** A question above the page, at the thumb. */
export const Sheet = ({ title, onClose, children }: Props) => (
  <View className="veil" catchMove onClick={() => onClose?.()}>
    <View className="sheet" onClick={event => event.stopPropagation()} {...dialog}>
      <Text className="sheet-title">{title}</Text>
      {children}
      {onClose ? (
        <Button kind="plain" onTap={onClose}>
          关闭
        </Button>
      ) : null}
    </View>
  </View>
)

/** The confirm question and the passing word, drawn by the page in front. */
export const Overlays = () => {
  const { asked, said } = useOverlays()
  return (
    <>
      {asked ? (
        <Sheet title={asked.title}>
          {asked.words ? <Text className="quiet">{asked.words}</Text> : null}
          <View className="sheet-doors">
            <Button kind={asked.danger ? 'danger-main' : 'main'} onTap={() => asked.answer(true)}>
              {asked.yes}
            </Button>
            <Button onTap={() => asked.answer(false)}>{asked.no ?? '不了，返回'}</Button>
          </View>
        </Sheet>
      ) : null}
      {said ? (
        <View className="toast" {...(process.env.TARO_ENV === 'h5' ? { role: 'status' } : {})}>
          <Icon name="info" />
          <Text className="grow">{said.words}</Text>
          {said.undo ? (
            <Button small onTap={said.undo.run}>
              {said.undo.words}
            </Button>
          ) : null}
        </View>
      ) : null}
    </>
  )
}
