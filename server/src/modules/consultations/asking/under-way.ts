/** What the first page shows of consultations: the one that most wants looking at. */
import type { ConsultationLine } from 'shared/consultations/contract'
import { isProblem } from 'shared/kernel/errors'
import { In, MoreThan, Not } from 'typeorm'
import { Consultation } from '../consultation.entity'
import type { Act } from './act'
import { peopleAsked, showLines } from './list-own'
import { noteReads } from './note-reads'
import { isLive } from './show-own'

/** An end that nobody read for so long is for the list alone. */
const endToldMs = 14 * 86_400_000

const isUnread = ({ lastSeq, residentRead }: Consultation): boolean => lastSeq > residentRead

/** The smaller the sooner: what ends unless it is paid, words that nobody read, a question to the person, the rest. */
const urgency = (c: Consultation): number => {
  if (c.paymentState === 'due') return 0
  if (isUnread(c)) return 1
  if (c.awaiting === 'resident') return 2
  return c.status === 'in-progress' ? 3 : 4
}

/** Under way, or ended with words that nobody read: not what the person ended, or let go unpaid. */
const find = async ({ context: { db }, now }: Act, people: readonly string[]): Promise<Consultation[]> => {
  const personId = In([...people])
  const rows = await db.manager.find(Consultation, {
    where: [
      { personId, status: In(['planned', 'in-progress']) },
      { personId, outcome: Not(In(['withdrawn', 'unpaid'])), endedAt: MoreThan(new Date(now.getTime() - endToldMs)) },
    ],
    order: { consultationId: 'DESC' },
  })
  return rows.filter(c => isLive(c) || isUnread(c))
}

/** @param people whom the page is about: who may not see their records sees nothing of it here either */
export const underWay = async (act: Act, people: readonly string[]): Promise<ConsultationLine | null> => {
  const rows = people.length ? await find(act, people) : []
  if (!rows.length) return null
  const grounds = await peopleAsked(act, undefined)
  if (isProblem(grounds)) return null
  const [first] = rows.filter(c => grounds.has(c.personId)).sort((a, b) => urgency(a) - urgency(b))
  if (!first) return null
  await noteReads(act, [grounds.get(first.personId)!], 'consultations.read')
  return (await showLines(act, [first]))[0]!
}
