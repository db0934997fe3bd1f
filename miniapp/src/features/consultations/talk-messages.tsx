import './talk.css'
import { Image, Text, View } from '@tarojs/components'
import type { ConsultationMessage } from 'shared/consultations/model'
import { showPictures } from '../../platform/pictures'
import { origin } from '../../platform/request'
import { Button } from '../../ui/button'
import { dayOf, dayWords, instantWords } from '../../ui/words'
import { SoundBar } from './sound-bar'
import type { Outgoing } from './talk'
import type { ShownTalk, TalkSide } from './use-talk'
import { fateOf } from './words'

const urlOf = (path: string | null): string | null => (path === null ? null : `${origin}${path}`)

/** Kept in shape while it loads, so that nothing jumps. */
const shapeOf = ({ width, height }: { width: number | null; height: number | null }): string => {
  const ratio = width && height ? Math.min(2, Math.max(0.5, width / height)) : 1
  return ratio >= 1
    ? `width:200px;height:${Math.round(200 / ratio)}px`
    : `width:${Math.round(200 * ratio)}px;height:200px`
}

/** A picture in small; a tap shows it over the whole screen. */
export const Picture = ({ attachment }: { attachment: NonNullable<ConsultationMessage['attachment']> }) => {
  const full = urlOf(attachment.url)
  const small = urlOf(attachment.thumbnailUrl)
  if (!full || !small) return <Text className="quiet">照片没有通过检查，不能显示</Text>
  return (
    <Image
      className="talk-picture"
      style={shapeOf(attachment)}
      src={small}
      mode="aspectFill"
      onClick={() => showPictures([full], full)}
      {...(process.env.TARO_ENV === 'h5' ? { nativeProps: { alt: '照片，点开看大图' } } : {})}
    />
  )
}

const Content = ({ message: { kind, text, attachment } }: { message: ConsultationMessage }) => {
  if (kind === 'picture') return attachment ? <Picture attachment={attachment} /> : <Text>照片</Text>
  if (kind === 'sound') {
    const url = attachment && urlOf(attachment.url)
    return url ? <SoundBar url={url} seconds={attachment.seconds ?? 0} /> : <Text>语音</Text>
  }
  if (kind === 'unknown') return <Text className="quiet">这条消息要用新版的小程序才能看</Text>
  return (
    <Text className="talk-words" userSelect>
      {text}
    </Text>
  )
}

const authorWords = ({ from, authorName }: ConsultationMessage): string =>
  from === 'doctor' ? `${authorName}医生` : authorName

interface BubbleProps {
  message: ConsultationMessage
  side: TalkSide
  fate: string | null
}

const Bubble = ({ message, side, fate }: BubbleProps) => {
  const own = message.from === side
  return (
    <View className={`talk-line ${own ? 'talk-own' : ''}`}>
      <Text className="quiet small">{`${own ? '' : `${authorWords(message)} `}${instantWords(message.at)}`}</Text>
      <View className={`talk-bubble talk-${message.kind}`}>
        <Content message={message} />
      </View>
      {fate ? <Text className="talk-fate quiet small">{fate}</Text> : null}
    </View>
  )
}

const waitingWords = { text: '', picture: '照片', sound: '语音' } as const

/** Not at the server yet: it says so, and what can be done. */
const Waiting = ({ outgoing, shown, online }: { outgoing: Outgoing; shown: ShownTalk; online: boolean }) => {
  const { messageId, kind, text, path, refused } = outgoing
  return (
    <View className="talk-line talk-own">
      <View className={`talk-bubble talk-${kind} talk-waiting`}>
        {kind === 'picture' && path && !refused ? (
          <Image className="talk-picture" style="width:200px;height:200px" src={path} mode="aspectFill" />
        ) : (
          <Text className="talk-words">{text ?? waitingWords[kind]}</Text>
        )}
      </View>
      <Text className={`talk-fate ${refused ? 'danger' : ''}`}>
        {refused ? `没有发出去：${refused.message}` : online ? '正在发送…' : '没有网络，连上后自动发送'}
      </Text>
      {refused ? (
        <View className="line">
          <Button small onTap={() => void shown.talk.again(messageId)}>
            再发一次
          </Button>
          <Button small kind="plain" onTap={() => shown.talk.drop(messageId)}>
            删掉
          </Button>
        </View>
      ) : null}
    </View>
  )
}

/** Of a run of own messages with the same fate, the last one says it. */
const fatesOf = (messages: readonly ConsultationMessage[], side: TalkSide, shown: ShownTalk): (string | null)[] => {
  const all = messages.map(m => fateOf(m, side, shown.reached))
  return all.map((fate, i) => (fate !== null && fate === all[i + 1] ? null : fate))
}

/** What was said, for somebody who only reads. */
export const TalkRead = ({ messages }: { messages: readonly ConsultationMessage[] }) => (
  <View className="talk">
    {messages.map(message =>
      message.kind === 'note' ? (
        <Text key={message.messageId} className="talk-note">
          {message.text}
        </Text>
      ) : (
        <Bubble key={message.messageId} message={message} side="doctor" fate={null} />
      ),
    )}
  </View>
)

/** What was said, oldest first; what waits to be sent last. */
export const TalkMessages = ({ shown, side }: { shown: ShownTalk; side: TalkSide }) => {
  const { messages, outgoing, older, problem, talk, theyWrite } = shown
  const fates = fatesOf(messages, side, shown)
  return (
    <View className="talk" {...(process.env.TARO_ENV === 'h5' ? { role: 'log', 'aria-live': 'polite' } : {})}>
      {older ? (
        <Button kind="plain" onTap={() => void talk.fetchOlder()}>
          看更早的
        </Button>
      ) : null}
      {messages.map((message, i) => {
        const before = messages[i - 1]
        const newDay = !before || dayOf(Date.parse(before.at)) !== dayOf(Date.parse(message.at))
        return (
          <View key={message.messageId} className="talk-part">
            {newDay ? <Text className="talk-day">{dayWords(dayOf(Date.parse(message.at)))}</Text> : null}
            {message.kind === 'note' ? (
              <Text className="talk-note">{message.text}</Text>
            ) : (
              <Bubble message={message} side={side} fate={fates[i] ?? null} />
            )}
          </View>
        )
      })}
      {outgoing.map(o => (
        <Waiting key={o.messageId} outgoing={o} shown={shown} online={problem?.code !== 'network_unreachable'} />
      ))}
      {theyWrite ? <Text className="talk-note">{side === 'resident' ? '医生正在输入…' : '对方正在输入…'}</Text> : null}
    </View>
  )
}
