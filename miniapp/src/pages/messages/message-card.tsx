import './messages.css'
import { Text, View } from '@tarojs/components'
import type { Message } from 'shared/notifications/contract'
import { notifications } from '../../api/notifications'
import { useAct } from '../../api/use-act'
import { messagesKey } from '../../features/notifications/keys'
import { basisWords, usePeople } from '../../features/whom/use-whom'
import { go } from '../../navigation'
import { Card } from '../../ui/card'
import { StateTag } from '../../ui/state-tag'
import { instantWords } from '../../ui/words'

/** 妈妈 王*: what the person is to whoever reads, where that is known; null: it is about nobody. */
const useWhomWords = ({ personId, personName }: Message): string | null => {
  const people = usePeople().data?.people ?? []
  const found = people.find(({ person }) => person.personId === personId)
  return found ? `${basisWords(found)} ${personName ?? ''}` : personName
}

/** One message; a tap opens what it is about, and it counts as read. */
export const MessageCard = ({ message }: { message: Message }) => {
  const { messageId, title, lines, link, urgent, at, readAt } = message
  const whom = useWhomWords(message)
  const unread = readAt === null
  const reading = useAct(
    `read-message:${messageId}`,
    (id: string) => notifications.readMessage({ params: { messageId: id } }),
    { changes: [messagesKey] },
  )
  const open = () => {
    if (unread) void reading.act(messageId)
    go(`/${link}`)
  }
  return (
    <Card className={unread ? 'message message-unread' : 'message'} onTap={open}>
      <View className="line line-apart">
        <Text className={`grow ${unread ? 'strong' : ''}`}>{title}</Text>
        {unread ? (
          <StateTag words={urgent ? '要紧，未读' : '未读'} tone={urgent ? 'bad' : 'waiting'} icon="messages" />
        ) : (
          <Text className="small quiet">已读</Text>
        )}
      </View>
      <Text className="message-lines">{lines.map(({ label, value }) => `${label}：${value}`).join('\n')}</Text>
      <Text className="small quiet">{whom === null ? instantWords(at) : `${whom} · ${instantWords(at)}`}</Text>
    </Card>
  )
}
