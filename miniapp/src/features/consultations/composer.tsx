import './talk.css'
import { useState } from 'react'
import { Textarea, View } from '@tarojs/components'
import { textAtMost } from 'shared/consultations/model'
import { useDraft } from '../../api/use-draft'
import { choosePictures } from '../../platform/pictures'
import { scrollToEnd } from '../../platform/scroll'
import { Button } from '../../ui/button'
import { FieldError } from '../../ui/field-error'
import { RecordSound } from './record-sound'
import type { ShownTalk } from './use-talk'

const picturesAtOnce = 9

interface Props {
  shown: ShownTalk
  /** Names the draft: of this conversation and this side. */
  name: string
  placeholder: string
  /** What a doctor has beside it: 常用语. */
  more?: (insert: (words: string) => void) => React.ReactNode
  /** What is to be known of the words before they are sent; nothing is held back. */
  noticeOf?: (text: string) => string | null
}

/** Where one writes, takes a picture or speaks. What is typed stays on the phone until it was sent. */
export const Composer = ({ shown, name, placeholder, more, noticeOf }: Props) => {
  const [draft, change, clear] = useDraft(`say:${name}`, { text: '' })
  const [recording, setRecording] = useState(false)
  const { talk } = shown
  const text = draft.text.trim()

  const send = () => {
    if (!text) return
    clear()
    void talk.say({ kind: 'text', text })
    scrollToEnd()
  }
  const sendPictures = async () => {
    for (const path of await choosePictures(picturesAtOnce)) void talk.say({ kind: 'picture', path })
    scrollToEnd()
  }
  return (
    <View className="composer">
      <View className="composer-line">
        <View className="composer-input">
          <Textarea
            className="composer-text"
            value={draft.text}
            placeholder={placeholder}
            placeholderClass="placeholder"
            maxlength={textAtMost}
            autoHeight
            adjustPosition
            cursorSpacing={80}
            onInput={event => {
              change({ text: event.detail.value })
              shown.iWrite()
            }}
            nativeProps={{ 'aria-label': placeholder, rows: 1 }}
          />
        </View>
        <View className="composer-send">
          <Button kind="main" small off={!text} onTap={send}>
            发送
          </Button>
        </View>
      </View>
      <FieldError words={noticeOf?.(text)} aloud />
      <View className="composer-doors">
        <Button small icon="camera" onTap={() => void sendPictures()}>
          照片
        </Button>
        <Button small icon="microphone" onTap={() => setRecording(true)}>
          说话
        </Button>
        {more?.(words => change({ text: draft.text ? `${draft.text}\n${words}` : words }))}
      </View>
      {recording ? (
        <RecordSound
          onClose={() => setRecording(false)}
          onDone={({ path, seconds }) => {
            setRecording(false)
            void talk.say({ kind: 'sound', path, seconds })
            scrollToEnd()
          }}
        />
      ) : null}
    </View>
  )
}
