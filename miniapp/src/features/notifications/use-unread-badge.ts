import { useEffect } from 'react'
import { notifications } from '../../api/notifications'
import { useLoad } from '../../api/use-load'
import { showOnTab } from '../../platform/tab-badge'
import { routes, tabs } from '../../routes'
import { useSession } from '../../session/tokens'
import { useShown } from '../../ui/use-shown'
import { unreadKey } from './keys'

/** Keeps the number of unread messages on the tab 消息: for the tabs' pages. Says nothing when it cannot be known. */
export const useUnreadBadge = (): void => {
  const signedIn = useSession(s => s.signedIn)
  const shown = useShown()
  const { data } = useLoad(unreadKey, () => notifications.unreadMessages({}), {
    every: 60_000,
    when: signedIn && shown,
  })
  const unread = signedIn ? (data?.unread ?? 0) : 0
  useEffect(() => {
    if (shown) void showOnTab(tabs.indexOf(routes.messages), unread)
  }, [unread, shown])
}
