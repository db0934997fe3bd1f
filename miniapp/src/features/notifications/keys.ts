/** The inbox and how much of it is unread. */
export const messagesKey = ['messages'] as const
export const unreadKey = [...messagesKey, 'unread'] as const
/** What WeChat may send, and what may be asked for. */
export const consentKey = ['message-consent'] as const
