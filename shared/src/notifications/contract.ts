/** 消息: the inbox, and what a person wants to be told by WeChat or text message. */
import * as z from 'zod/mini'
import { endpoint } from '../kernel/endpoint'
import { Count, Id, Instant, Secret, growing } from '../kernel/schemas'

/** The kinds of messages, in the order of the settings page. */
export const messageKinds = [
  'appointment_confirmed',
  'appointment_refused',
  'appointment_stopped',
  'appointment_reminder',
  'queue_near',
  'waitlist_offer',
  'payment',
  'refund',
  'card_used',
  'record_viewed',
  'consultation_answered',
  'consultation_ended',
  'consultation_follow_up',
  'consultation_waiting',
] as const
export const MessageKind = z.enum(messageKinds)
export type MessageKind = z.infer<typeof MessageKind>

/** Moments at which the phone may ask for WeChat's consent: always after a tap of the person. */
export const AskMoment = z.enum(['booked', 'waitlisted', 'paid', 'consulted', 'on_duty'])
export type AskMoment = z.infer<typeof AskMoment>

const resident = ['resident'] as const
const message = z.object({ messageId: Id })

export const Message = z.object({
  messageId: Id,
  kind: growing(messageKinds),
  /** Whom it is about, the name masked for anybody but themselves; null: nobody, as what a doctor is told about work. */
  personId: z.nullable(Id),
  personName: z.nullable(z.string()),
  title: z.string(),
  lines: z.array(z.object({ label: z.string(), value: z.string() })),
  /** Page of the mini-program that it opens, with its query; it may be gone by then and must say so itself. */
  link: z.string(),
  urgent: z.boolean(),
  at: Instant,
  readAt: z.nullable(Instant),
})
export type Message = z.infer<typeof Message>

const Setting = z.object({
  kind: growing(messageKinds),
  /** 看病前提醒 and when it comes, in plain words. */
  name: z.string(),
  when: z.string(),
  wechat: z.object({
    wanted: z.boolean(),
    /** `none`: the county has no template of this kind. */
    template: z.enum(['none', 'one_time', 'long_term']),
    /** Messages that WeChat will still let through, of a one-time template. */
    left: Count,
    /** The person told WeChat never to ask again; only WeChat's own settings undo that. */
    refused: z.boolean(),
    /** The template to ask for by the person's own tap; null: nothing is needed. */
    ask: z.nullable(z.string()),
  }),
  sms: z.object({ wanted: z.boolean(), available: z.boolean() }),
})

export const notificationsContract = {
  messages: endpoint({
    method: 'GET',
    path: '/messages',
    summary: 'The inbox, newest first',
    access: resident,
    query: z.object({ before: z.optional(Id) }),
    reply: z.object({ messages: z.array(Message), unread: Count, next: z.nullable(Id) }),
  }),
  unreadMessages: endpoint({
    method: 'GET',
    path: '/messages/unread',
    summary: 'How many messages are unread',
    access: resident,
    reply: z.object({ unread: Count }),
  }),
  readMessage: endpoint({
    method: 'POST',
    path: '/messages/:messageId/read',
    summary: 'Mark one as read; it is not sent on by another channel any more',
    access: resident,
    params: message,
    reply: z.object({ unread: Count }),
    errors: ['not_found'],
    idempotency: 'none',
  }),
  readAllMessages: endpoint({
    method: 'POST',
    path: '/messages/read',
    summary: 'Mark all as read',
    access: resident,
    reply: z.object({ unread: Count }),
    idempotency: 'none',
  }),
  notificationSettings: endpoint({
    method: 'GET',
    path: '/notification-settings',
    summary: 'Per kind of message: by which channels',
    access: resident,
    reply: z.object({ settings: z.array(Setting) }),
  }),
  changeNotificationSetting: endpoint({
    method: 'PUT',
    path: '/notification-settings/:kind',
    summary: 'Choose the channels of one kind; the inbox always has it',
    access: resident,
    params: z.object({ kind: MessageKind }),
    body: z.object({ wechat: z.boolean(), sms: z.boolean() }),
    reply: Setting,
  }),
  templatesToAsk: endpoint({
    method: 'GET',
    path: '/subscriptions/templates',
    summary:
      "At most 3 templates to ask for at this moment (WeChat's limit of one prompt); none when nothing is needed",
    access: resident,
    query: z.object({ moment: AskMoment }),
    reply: z.object({ templateIds: z.array(z.string()) }),
  }),
  noteSubscriptions: endpoint({
    method: 'POST',
    path: '/subscriptions',
    summary: "What the person answered to WeChat's prompt",
    access: resident,
    body: z.object({
      answers: z
        .array(z.object({ templateId: Secret, answer: z.enum(['accept', 'reject', 'ban', 'filter']) }))
        .check(z.minLength(1), z.maxLength(3)),
    }),
  }),
} as const
