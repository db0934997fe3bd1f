import './unread.css'
import { Text } from '@tarojs/components'

/** How much of a consultation was not looked at yet. */
export const Unread = ({ count }: { count: number }) =>
  count ? <Text className="unread">{`${count} 条新消息`}</Text> : null
