/**
 * Words that many say at the same moment are written in one transaction: what comes while one runs goes with the next. A
 * lone speaker waits for nobody.
 */
import type { NewMessage } from 'shared/consultations/model'
import { isProblem, problem } from 'shared/kernel/errors'
import type { DataSource } from 'typeorm'
import type { Context } from '../../../context'
import { createBatcher } from '../../../db/batch'
import { type Tx, transaction } from '../../../db/transaction'
import { enqueueAll } from '../../../relay/outbox'
import { recordAccesses } from '../../audit'
import type { ConsultationMessage } from '../message.entity'
import { takeTurn, takeTurns } from './append'
import type { Speaker } from './speaker'
import { accessOf, eventOf, insertMessages, rowOf } from './write-message'

interface Said {
  speaker: Speaker
  message: NewMessage
}
/** Small rounds: each holds its consultations' rows until its commit. */
const rounds = { most: 32, underWay: 3 }

interface Line {
  speaker: Speaker
  row: ConsultationMessage
}

/** What was said in the same consultation takes its number after what was said before it. */
const firstOfEach = (lines: readonly Line[]): Line[] => [
  ...new Map([...lines].reverse().map(line => [line.row.consultationId, line])).values(),
]

/** Rows are locked in one order, whoever writes what, so that two rounds do not wait for each other. */
const numberAll = async (tx: Tx, said: readonly Said[], rows: readonly ConsultationMessage[], at: Date) => {
  let left: Line[] = said.map(({ speaker }, n) => ({ speaker, row: rows[n]! }))
  while (left.length) {
    const now = firstOfEach(left)
    const turns = now.map(({ speaker, row: { consultationId } }) => ({ consultationId, at, by: speaker.turn(at) }))
    const seqs = turns.length === 1 ? [await takeTurn(tx, turns[0]!)] : await takeTurns(tx, turns)
    for (const [n, { row }] of now.entries()) {
      const seq = seqs?.[n] ?? null
      if (seq === null) return problem('consultation_state')
      Object.assign(row, { seq, state: 'sent' as const })
    }
    left = left.filter(line => !now.includes(line))
  }
  return null
}

const writeRound = (context: Context, said: readonly Said[]) =>
  transaction(context.db, async tx => {
    const at = context.clock.now()
    const rows = said.map(({ speaker, message }) => rowOf(context, speaker, message, at))
    await recordAccesses(
      tx,
      said.map(({ speaker, message }) => accessOf(speaker, message, at)),
    )
    await enqueueAll(
      tx,
      said.map(({ message }) => eventOf(message, at)),
    )
    const refused = await numberAll(tx, said, rows, at)
    if (refused) return refused
    await insertMessages(tx, rows)
    return rows
  })

type Write = (said: Said) => Promise<ConsultationMessage | null>
const writers = new WeakMap<DataSource, Write>()

const writerOf = (context: Context): Write => {
  const known = writers.get(context.db)
  if (known) return known
  const write = createBatcher<Said, ConsultationMessage | null>(async said => {
    // One that may not be said, or was said before, keeps the others back: then each goes alone and gets its own answer.
    // Whatever became of a commit that was not answered, a message's own id keeps it from being written twice.
    const rows = await writeRound(context, said).catch(() => null)
    return rows === null || isProblem(rows) ? said.map(() => null) : rows
  }, rounds)
  writers.set(context.db, write)
  return write
}

/** Of words that no check holds and that warn of nothing. @returns null: not together, so write it alone (write-message.ts) */
export const writeTogether = (
  context: Context,
  speaker: Speaker,
  message: NewMessage,
): Promise<ConsultationMessage | null> => writerOf(context)({ speaker, message })
