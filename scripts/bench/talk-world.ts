/** Consultations under way between invented residents and doctors: written straight into the bench's own database. */
import { systemClock } from 'server/clock'
import { sealJson } from 'server/modules/consultations/earlier'
import { createFieldCipher } from 'server/security/field-cipher'
import { v7 as uuid } from 'uuid'
import { type World, insert, institutionId } from './world'

export interface TalkUnderWay {
  consultationId: string
  residentToken: string
  doctorToken: string
}

const doctorId = (n: number) => `doc-talk-${n}`
const hours = (count: number) => new Date(systemClock.now().getTime() + count * 3_600_000)

/** The bench's people as doctors, in their working period. @returns their tokens */
const addDoctors = async ({ db, config, bookers }: World, count: number): Promise<string[]> => {
  const cipher = createFieldCipher(config.DATA_KEYS, Buffer.from(config.INDEX_KEY, 'base64'))
  const now = systemClock.now()
  const accounts = bookers.slice(0, count)
  const list = accounts.map(({ accountId }, n) => ({ accountId, doctorId: doctorId(n) }))
  await insert(
    db,
    'doctor',
    list.map(d => ({
      doctor_id: d.doctorId,
      name: '李明',
      grade: 'ordinary',
      active: true,
      search_text: '',
      platform_updated_at: now,
    })),
  )
  await insert(
    db,
    'staff',
    list.map(d => ({
      staff_id: uuid(),
      account_id: d.accountId,
      role: 'doctor',
      institution_id: institutionId,
      practitioner_id: d.doctorId,
      display_name: cipher.seal('李明', 'name'),
      created_at: now,
    })),
  )
  await db.query('UPDATE session SET second_factor_until = ?, last_seen_at = ? WHERE account_id IN (?)', [
    hours(8),
    now,
    accounts.map(a => a.accountId),
  ])
  return accounts.map(a => a.token)
}

/** As accepting leaves them, each resident with one of the doctors. */
export const addTalks = async (
  world: World,
  { talks, doctors }: { talks: number; doctors: number },
): Promise<TalkUnderWay[]> => {
  const { db, config, bookers } = world
  const cipher = createFieldCipher(config.DATA_KEYS, Buffer.from(config.INDEX_KEY, 'base64'))
  const doctorTokens = await addDoctors(world, doctors)
  const now = systemClock.now()
  const list = bookers.slice(doctors, doctors + talks).map((resident, n) => ({ ...resident, id: uuid(), n }))
  await insert(
    db,
    'consultation',
    list.map(({ id, n, personId, accountId }) => ({
      consultation_id: id,
      person_id: personId,
      account_id: accountId,
      doctor_id: doctorId(n % doctors),
      institution_id: institutionId,
      live_key: `bench:${id}`,
      status: 'in-progress',
      version: 2,
      fee: 0,
      visit: 'follow_up',
      reason: cipher.seal('血压最近有点高', 'consultation'),
      attachment_ids: '[]',
      earlier: sealJson(cipher, { by: 'doctor_fetches' }),
      answers: sealJson(cipher, []),
      red_flags: sealJson(cipher, []),
      evidence: sealJson(cipher, { by: 'resident' }),
      evidence_at: now,
      consent_version: config.CONSULTATION_CONSENT_VERSION,
      allow_records: true,
      guardian_present: false,
      asked_by: cipher.seal('本人', 'name'),
      asked_at: now,
      queued_at: now,
      accepted_at: now,
      awaiting: 'doctor',
      awaiting_since: now,
      lapse_at: hours(48),
      last_seq: 0,
      resident_delivered: 0,
      resident_read: 0,
      doctor_delivered: 0,
      doctor_read: 0,
    })),
  )
  return list.map(({ id, n, token }) => ({
    consultationId: id,
    residentToken: token,
    doctorToken: doctorTokens[n % doctors]!,
  }))
}

/** Talks whose messages are not numbered 1, 2, 3 … n. */
export const wrongNumbers = ({ db }: World): Promise<object[]> =>
  db.query(
    `SELECT c.consultation_id, c.last_seq, COUNT(m.message_id) AS n
     FROM consultation c LEFT JOIN consultation_message m ON m.consultation_id = c.consultation_id
     GROUP BY c.consultation_id, c.last_seq
     HAVING n <> c.last_seq OR COALESCE(MAX(m.seq), 0) <> n OR COUNT(DISTINCT m.seq) <> n`,
  )
