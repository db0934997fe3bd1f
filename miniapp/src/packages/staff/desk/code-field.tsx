import { useState } from 'react'
import { View } from '@tarojs/components'
import { hasCamera, scan } from '../../../platform/scan'
import { focusInput } from '../../../platform/keyboard'
import { Button } from '../../../ui/button'
import { Field } from '../../../ui/field'

interface Props {
  busy: boolean
  /** Of the main button: 扫卡报到. */
  words: string
  onCode: (code: string) => void
}

/**
 * Where a card's code comes in: the camera in WeChat; in a browser a field that a hand scanner types into and ends with
 * Enter. The field empties itself, ready for the next in the queue. Codes are never kept as a draft.
 */
export const CodeField = ({ busy, words, onCode }: Props) => {
  const [typed, setTyped] = useState('')
  const [tried, setTried] = useState(false)
  const code = typed.trim()
  const enter = () => {
    if (!code) return setTried(true)
    setTyped('')
    setTried(false)
    onCode(code)
    focusInput('.code-field')
  }
  const photograph = async () => {
    const read = await scan()
    if (read) onCode(read)
  }
  if (hasCamera)
    return (
      <Button kind="main" icon="scan" busy={busy} busyWords="正在核对…" onTap={() => void photograph()}>
        {words}
      </Button>
    )
  return (
    <View className="stack code-field">
      <Field
        label="健康卡的码"
        hint="用扫码枪扫居民的手机，或把码粘贴进来"
        focus
        max={200}
        value={typed}
        onChange={setTyped}
        error={tried && !code ? '还没有扫到码。' : null}
        onConfirm={enter}
      />
      <Button kind="main" icon="scan" busy={busy} busyWords="正在核对…" onTap={enter}>
        {words}
      </Button>
    </View>
  )
}
