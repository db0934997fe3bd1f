/** For tests of the talk: a consultation under way, and what its two sides do in it over real HTTP. */
import type { NewMessage } from 'shared/consultations/model'
import { v7 as uuid } from 'uuid'
import { addDays, dayOf } from '../../../clock'
import { newConsultation } from '../../../testing/consulting'
import { mp3, png } from '../../../testing/files'
import type { TestServer } from '../../../testing/server'
import { type Resident, type SignedIn, newResident } from '../../../testing/signed-in'

interface Query {
  after?: number
  before?: number
}
export type Talk = Awaited<ReturnType<typeof beginTalk>>

export const textOf = (words: string, messageId = uuid()): NewMessage => ({ messageId, kind: 'text', text: words })

export const uploadBy = async (by: SignedIn, kind: 'picture' | 'sound'): Promise<string> =>
  (await by.attachments.upload({ body: { kind }, file: kind === 'picture' ? await png() : mp3(2) })).attachmentId

/** Somebody whom the resident lets act for them until tomorrow. */
export const newRelative = async (
  server: TestServer,
  resident: Resident,
  scope: 'records' | 'appointments',
  given: Parameters<typeof newResident>[1] = {},
) => {
  const relative = await newResident(server, given)
  const endsOn = addDays(dayOf(server.clock.now(), server.context.config.TIME_ZONE), 1)
  const grantee = { kind: 'relative' as const, phone: relative.wechatPhone, relation: 'child' as const }
  const { linkId } = await resident.identity.grantProxy({ body: { grantee, scope: [scope], endsOn } })
  return { relative, linkId }
}

/** Between a resident and a doctor who are both new. @param accepted else it waits before its doctor */
export const beginTalk = async (server: TestServer, accepted = true) => {
  const { doctor, resident, consultationId } = await newConsultation(server, { accepted })
  const of = { params: { consultationId } }
  return {
    doctor,
    resident,
    consultationId,
    of,
    ask: (body: NewMessage) => resident.consultationTalk.send({ ...of, body }),
    answer: (body: NewMessage) => doctor.consultationTalk.doctorSend({ ...of, body }),
    seen: (query: Query = {}) => resident.consultationTalk.messages({ ...of, query }),
    seenByDoctor: (query: Query = {}) => doctor.consultationTalk.doctorMessages({ ...of, query }),
    row: async () =>
      (await server.db.query('SELECT * FROM consultation WHERE consultation_id = ?', [consultationId]))[0],
    end: (status: 'finished' | 'cancelled', outcome: string) =>
      server.db.query(
        `UPDATE consultation SET status = ?, outcome = ?, live_key = NULL, ended_at = ? WHERE consultation_id = ?`,
        [status, outcome, server.clock.now(), consultationId],
      ),
  }
}
