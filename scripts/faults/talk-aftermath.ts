/** What is asked of the tables, of both ends and of the platform's books after a run. Every list must be empty. */
import { identifierSystems, extensionUrls } from 'shared/kernel/fhir-systems'
import type { Side } from 'shared/live/contract'
import type { TestServer } from 'server/testing/server'
import { versionOf } from 'server/relay/fhir/own-mark'
import type { Book } from './talk-book'
import type { Hall } from './talk-hall'

export interface Row {
  consultationId: string
  seq: number | null
  messageId: string
  author: Side | 'service'
  state: string
  text: string
}

/** All messages of all talks, each talk's by number. */
export const rowsOf = async ({ db, context: { cipher } }: TestServer): Promise<Map<string, Row[]>> => {
  const rows: Row[] = await db.query(
    `SELECT consultation_id AS consultationId, seq, message_id AS messageId, author, state, text
     FROM consultation_message ORDER BY consultation_id, seq`,
  )
  const talks = new Map<string, Row[]>()
  for (const row of rows)
    talks.set(row.consultationId, [
      ...(talks.get(row.consultationId) ?? []),
      { ...row, text: cipher.open(row.text, 'consultation') },
    ])
  return talks
}

/** Talks whose numbers are not 1, 2, 3 … n, or whose marks are not all n. */
export const wrongNumbers = ({ db }: TestServer): Promise<object[]> =>
  db.query(
    `SELECT * FROM consultation c LEFT JOIN (
       SELECT consultation_id, COUNT(*) AS n, COUNT(DISTINCT seq) AS numbers, MIN(seq) AS first, MAX(seq) AS last
       FROM consultation_message GROUP BY consultation_id) m USING (consultation_id)
     WHERE COALESCE(n, 0) <> last_seq OR numbers <> n OR first <> 1 OR last <> n
       OR resident_delivered <> n OR resident_read <> n OR doctor_delivered <> n OR doctor_read <> n`,
  )

/**
 * What was said and does not stand there once, as it was said, in the order in which its side said it and with the number
 * that was answered, if an answer came: a phone also learns by fetching that its message is there.
 */
export const wronglyKept = (rows: Map<string, Row[]>, book: Book): unknown[] => {
  const wrong: unknown[] = []
  const kept = new Map([...rows.values()].flat().map(row => [row.messageId, row]))
  const before = new Map<string, number>()
  for (const one of book.said.values()) {
    const { messageId, consultationId, side, text, seq } = one
    const row = kept.get(messageId)
    const speaker = `${consultationId} ${side}`
    const same = row?.consultationId === consultationId && row.author === side && row.text === text
    if (!same || row.state !== 'sent' || row.seq !== (seq ?? row.seq) || row.seq! <= (before.get(speaker) ?? 0))
      wrong.push({ said: one, row })
    before.set(speaker, row?.seq ?? 0)
  }
  const nobodys = [...kept.values()].filter(row => row.author !== 'service' && !book.said.has(row.messageId))
  return [...wrong, ...nobodys]
}

/** Ends that hold anything but what stands in the tables, in that order. */
export const wrongEnds = (rows: Map<string, Row[]>, { talks }: Hall): unknown[] =>
  talks.flatMap(({ consultationId, ...ends }) => {
    const expected = JSON.stringify(rows.get(consultationId)!.map(r => [r.seq, r.messageId, r.text]))
    return [ends.resident, ends.doctor].flatMap(phone => {
      const { messages, outgoing } = phone.talkOf(consultationId).state()
      const held = JSON.stringify(messages.map(m => [m.seq, m.messageId, m.text]))
      return held === expected && !outgoing.length
        ? []
        : [{ consultationId, side: phone.side, held, expected, outgoing }]
    })
  })

/** Messages that the county platform does not hold exactly once, as their first version and with their number. */
export const wronglyTold = ({ platform: { store } }: TestServer, rows: Map<string, Row[]>): unknown[] => {
  const wrong: unknown[] = []
  for (const { messageId, seq } of [...rows.values()].flat()) {
    const ids = [...store.withTerm('Communication', `i:${identifierSystems.consultationMessage}|${messageId}`)]
    const told = ids.map(id =>
      store.history('Communication', id).map(({ resource }) => {
        const { extension } = resource as { extension?: { url: string; valueInteger?: number }[] }
        return [versionOf(resource as never), extension?.find(e => e.url === extensionUrls.messageNumber)?.valueInteger]
      }),
    )
    if (JSON.stringify(told) !== JSON.stringify([[[1, seq]]])) wrong.push({ messageId, seq, told })
  }
  return wrong
}
