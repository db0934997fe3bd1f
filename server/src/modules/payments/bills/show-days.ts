/** Days and differences as the administrator's contract shows them. */
import { In, MoreThanOrEqual } from 'typeorm'
import { type Problem, problem } from 'shared/kernel/errors'
import type { Difference, paymentsAdminContract } from 'shared/payments/admin-contract'
import type { Reply } from 'shared/kernel/endpoint'
import { addDays } from '../../../clock'
import type { Context } from '../../../context'
import { institutionNames } from '../../directory'
import { staffNames } from '../../identity'
import { alarmWords } from '../alarms'
import { PaymentAlarm } from '../payment-alarm.entity'
import { BillDay } from './bill-day.entity'
import { billDayOf, instantsOf, keptDays } from './bill-days'
import { BillDifference } from './bill-difference.entity'
import { daysBetween, firstDay } from './reconcile-due'
import { sumOf, totalsBetween } from './totals'

type Days = Reply<(typeof paymentsAdminContract)['paymentDays']>
type DayDetail = Reply<(typeof paymentsAdminContract)['paymentDay']>

const mostAlarms = 200

export const showDifferences = async ({ db, cipher }: Context, rows: BillDifference[]): Promise<Difference[]> => {
  const names = await staffNames(
    db,
    cipher,
    rows.flatMap(row => row.accountId ?? []),
  )
  return rows.map(({ differenceId, kind, number, books, bill, state, words, note, accountId, at }) => ({
    differenceId,
    kind,
    number,
    books,
    bill,
    state,
    note: note ? cipher.open(note, 'statement') : words,
    by: (accountId && names.get(accountId)) || null,
    at: at.toISOString(),
  }))
}

/** A day that has payments to be shown at all: from the first order's until today. */
export const isKnownDay = async ({ db, clock }: Context, day: string): Promise<boolean> => {
  const first = await firstDay(db)
  return first !== null && day >= first && day <= billDayOf(clock.now())
}

const showAlarms = async ({ db, clock }: Context): Promise<Days['alarms']> => {
  const since = instantsOf(addDays(billDayOf(clock.now()), 1 - keptDays)).from
  const where = { lastAt: MoreThanOrEqual(since) }
  const alarms = await db.manager.find(PaymentAlarm, { where, order: { lastAt: 'DESC' }, take: mostAlarms })
  return alarms.map(({ alarmId, lastAt, kind, about, times }) => {
    const often = times > 1 ? `，共 ${times} 次` : ''
    return {
      alarmId,
      at: lastAt.toISOString(),
      kind,
      words: `${alarmWords(kind)}${about ? `（${about}）` : ''}${often}`,
    }
  })
}

/** Newest first. */
export const showDays = async (context: Context): Promise<Days> => {
  const { db, clock } = context
  const today = billDayOf(clock.now())
  const first = await firstDay(db)
  const earliest = addDays(today, 1 - keptDays)
  const days = first ? daysBetween(first > earliest ? first : earliest, today) : []
  const alarms = await showAlarms(context)
  if (!days.length) return { days: [], alarms }
  const { manager } = db
  const rows = new Map((await manager.findBy(BillDay, { day: In(days) })).map(row => [row.day, row]))
  const open = await manager.find(BillDifference, { select: { day: true }, where: { day: In(days), state: 'open' } })
  const totals = await totalsBetween(db, instantsOf(days[0]!).from, instantsOf(today).to)
  const shown = days.map(day => ({
    day,
    state: rows.get(day)?.state ?? ('waiting' as const),
    ...sumOf(totals.get(day)?.values()),
    openDifferences: open.filter(d => d.day === day).length,
  }))
  return { days: shown.reverse(), alarms }
}

export const showDay = async (context: Context, day: string): Promise<DayDetail | Problem<'not_found'>> => {
  if (!(await isKnownDay(context, day))) return problem('not_found')
  const { db } = context
  const { from, to } = instantsOf(day)
  const row = await db.manager.findOneBy(BillDay, { day })
  const rows = await db.manager.find(BillDifference, { where: { day }, order: { at: 'ASC', differenceId: 'ASC' } })
  const totals = (await totalsBetween(db, from, to)).get(day) ?? new Map()
  const names = await institutionNames(db, [...totals.keys()])
  return {
    day,
    state: row?.state ?? 'waiting',
    ...sumOf(totals.values()),
    openDifferences: rows.filter(d => d.state === 'open').length,
    reconciledAt: row?.comparedAt?.toISOString() ?? null,
    institutions: [...totals].map(([institutionId, money]) => ({
      institutionId,
      institutionName: names.get(institutionId) ?? institutionId,
      ...money,
    })),
    differences: await showDifferences(context, rows),
  }
}
