import { notificationsContract } from 'shared/notifications/contract'
import { dayOf } from '../../clock'
import type { Context } from '../../context'
import { type Call, type Routes, routes } from '../../http/call'
import { recordAccesses } from '../audit'
import { auditedAs } from '../identity'
import { countUnread, readAll, readInbox, readOne } from './inbox'
import type { Outlets } from './outlets'
import { changeSetting, showSettings } from './settings'
import { noteAnswers, templatesToAsk } from './subscriptions'
import { type Sight, sightOf } from './visible'

/** Of what is about others: reading it is a look at their data. */
const auditLooks = async ({ db, clock }: Context, call: Call, sight: Sight, personIds: string[]): Promise<void> => {
  const at = clock.now()
  const { appointments, card, records } = sight.grounds
  const rows = [...new Set(personIds)].flatMap(personId => {
    const ground = appointments.get(personId) ?? card.get(personId) ?? records.get(personId)
    if (!ground || ground.basis === 'self') return []
    const who = { accountId: call.session.accountId, personId, requestId: call.requestId }
    return [{ at, action: 'notifications.list', ...who, ...auditedAs(ground) }]
  })
  await recordAccesses(db, rows, { onceEvery: 'hour' })
}

export const messageRoutes = (context: Context, outlets: Outlets): Routes => {
  const { db, clock, config } = context
  const sight = ({ session }: Call) => sightOf(db, session, dayOf(clock.now(), config.TIME_ZONE))
  return routes(notificationsContract, {
    messages: async ({ query: { before } }, call) => {
      const seen = await sight(call)
      const page = await readInbox(db, context, seen, before)
      await auditLooks(
        context,
        call,
        seen,
        page.messages.flatMap(m => m.personId ?? []),
      )
      return page
    },
    unreadMessages: async (_, call) => ({ unread: await countUnread(db, await sight(call)) }),
    readMessage: async ({ params: { messageId } }, call) => {
      const seen = await sight(call)
      return call.write(tx => readOne(tx, seen, messageId, clock.now()))
    },
    readAllMessages: async (_, call) => {
      const seen = await sight(call)
      return call.write(tx => readAll(tx, seen, clock.now()))
    },
    notificationSettings: async (_, { session }) => ({ settings: await showSettings(db, outlets, session.accountId) }),
    changeNotificationSetting: async ({ params: { kind }, body }, { session, write }) =>
      write(async tx => {
        await changeSetting(tx, session.accountId, kind, body)
        return (await showSettings(tx, outlets, session.accountId)).find(s => s.kind === kind)!
      }),
    templatesToAsk: async ({ query }, { session }) => ({
      templateIds: await templatesToAsk(db, outlets, session.accountId, query.moment),
    }),
    noteSubscriptions: ({ body: { answers } }, { session, write }) =>
      write(tx => noteAnswers(tx, outlets, session.accountId, answers, clock.now())),
  })
}
