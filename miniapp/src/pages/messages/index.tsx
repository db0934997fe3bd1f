import { useState } from 'react'
import { View } from '@tarojs/components'
import { notifications } from '../../api/notifications'
import { useAct } from '../../api/use-act'
import { useLoad } from '../../api/use-load'
import { messagesKey } from '../../features/notifications/keys'
import { useUnreadBadge } from '../../features/notifications/use-unread-badge'
import { go } from '../../navigation'
import { routes } from '../../routes'
import { useSession } from '../../session/tokens'
import { Button } from '../../ui/button'
import { Page } from '../../ui/page'
import { Row, Rows } from '../../ui/rows'
import { EmptyState, Loading, Refusal, With } from '../../ui/states'
import { useShown } from '../../ui/use-shown'
import { MessageCard } from './message-card'

type Inbox = Awaited<ReturnType<typeof notifications.messages>>

const Empty = () => (
  <EmptyState
    icon="messages"
    title="还没有消息"
    words="约号、停诊、退款、快叫到您了，都会告诉您，在这里也能看到。"
    doors={[{ words: '看我的预约', onTap: () => go(routes.appointments) }]}
  />
)

const SignedOut = () => (
  <EmptyState
    icon="messages"
    title="还没有登录"
    words="登录后，这里能看到您和家人的消息。"
    doors={[{ words: '微信登录', onTap: () => go(routes.signIn, { next: routes.messages }) }]}
  />
)

const AllRead = () => {
  const { act, busy, problem } = useAct('read-all-messages', () => notifications.readAllMessages({}), {
    changes: [messagesKey],
  })
  return (
    <>
      <Refusal problem={problem} />
      <Button icon="check" busy={busy} onTap={() => void act('all')}>
        全部标成已读
      </Button>
    </>
  )
}

interface PartProps {
  inbox: Inbox
  /** Absent: these are the newest. */
  onNewer: (() => void) | undefined
  onOlder: (before: string) => void
}

/** One reply's worth at a time, in place of the one before: a page of WeChat's does not carry hundreds. */
const Part = ({ inbox: { messages, unread, next }, onNewer, onOlder }: PartProps) => (
  <>
    {unread && !onNewer ? <AllRead /> : null}
    {onNewer ? <Button onTap={onNewer}>回到新一些的</Button> : null}
    {messages.length ? (
      <View className="stack">
        {messages.map(message => (
          <MessageCard key={message.messageId} message={message} />
        ))}
      </View>
    ) : onNewer ? null : (
      <Empty />
    )}
    {next ? <Button onTap={() => onOlder(next)}>看更早的</Button> : null}
  </>
)

const leadOf = (inbox: Inbox | undefined): { lead?: string } =>
  inbox?.unread ? { lead: `有 ${inbox.unread} 条还没看，点开就能看是什么事。` } : {}

/** 消息: newest first; what each is about is one tap away. */
export default function Messages() {
  const signedIn = useSession(s => s.signedIn)
  const shown = useShown()
  const [befores, setBefores] = useState<string[]>([])
  const before = befores.at(-1)
  useUnreadBadge()
  const loaded = useLoad([...messagesKey, 'list', before], () => notifications.messages({ query: { before } }), {
    keep: before === undefined,
    every: 60_000,
    when: signedIn && shown,
  })
  return (
    <Page title="消息" open shows={[loaded]} {...leadOf(signedIn ? loaded.data : undefined)}>
      {signedIn ? (
        <>
          <Loading of={loaded}>
            {inbox => (
              <Part
                inbox={inbox}
                onNewer={befores.length ? () => setBefores(befores.slice(0, -1)) : undefined}
                onOlder={next => setBefores([...befores, next])}
              />
            )}
          </Loading>
          <With of={[loaded]}>
            <Rows>
              <Row
                icon="bell"
                title="消息提醒设置"
                note="哪些事在微信里告诉您"
                onTap={() => go(routes.messageSettings)}
              />
            </Rows>
          </With>
        </>
      ) : (
        <SignedOut />
      )}
    </Page>
  )
}
