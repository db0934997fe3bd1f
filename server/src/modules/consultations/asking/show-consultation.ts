/** Consultations as they are shown: what both sides see alike. */
import type { ShownAttachment } from 'shared/attachments/contract'
import type { consultationParts, PreAnswer, Summary } from 'shared/consultations/model'
import { In } from 'typeorm'
import type * as z from 'zod/mini'
import type { Context } from '../../../context'
import { showAttachments } from '../../attachments'
import { Department } from '../../directory'
import type { Session } from '../../identity'
import type { Consultation } from '../consultation.entity'
import { doctorNames } from '../doctor-names'
import { type Earlier, type Evidence, openJson } from '../earlier'
import { latestSummaries } from '../records/summaries'

export type Parts = z.infer<z.ZodMiniObject<typeof consultationParts>>
type Opened = Pick<Parts, 'reason' | 'answers'> & { earlier: Earlier; evidence: Evidence | null }

/** What showing some consultations needs besides their rows. Asked before a transaction; links end after minutes. */
export interface PartsKnown {
  cipher: Context['cipher']
  doctorsOf: Awaited<ReturnType<typeof doctorNames>>
  departments: Map<string, string>
  attachments: Map<string, ShownAttachment>
  summaries: Map<string, Summary>
}

const attachmentIdsOf = ({ attachmentIds }: Consultation): string[] => JSON.parse(attachmentIds) as string[]

const open = (cipher: Context['cipher'], c: Consultation): Opened => ({
  reason: cipher.open(c.reason, 'consultation'),
  answers: openJson<z.infer<typeof PreAnswer>[]>(cipher, c.answers),
  earlier: openJson<Earlier>(cipher, c.earlier),
  evidence: c.evidence === null ? null : openJson<Evidence>(cipher, c.evidence),
})

const shownIds = (cipher: Context['cipher'], c: Consultation): string[] => {
  const { earlier, evidence } = open(cipher, c)
  return [...attachmentIdsOf(c), ...earlier.attachmentIds, ...(evidence?.attachmentIds ?? [])]
}

const departmentNames = async ({ db }: Context, rows: readonly Consultation[]): Promise<Map<string, string>> => {
  const ids = rows.flatMap(c => c.clinicDepartmentId ?? [])
  const found = ids.length ? await db.manager.findBy(Department, { departmentId: In(ids) }) : []
  return new Map(found.map(d => [d.departmentId, d.name]))
}

/**
 * For any number of rows, which the session may see (the caller has checked), with the same few questions.
 * @param moreAttachments ids that are not in the rows yet
 */
export const partsKnown = async (
  context: Context,
  session: Session,
  rows: readonly Consultation[],
  moreAttachments: readonly string[] = [],
): Promise<PartsKnown> => {
  const { db, cipher } = context
  const ids = [...new Set([...rows.flatMap(c => shownIds(cipher, c)), ...moreAttachments])]
  const [doctorsOf, departments, attachments, summaries] = await Promise.all([
    doctorNames(db, rows),
    departmentNames(context, rows),
    showAttachments(context, session, ids),
    latestSummaries(
      db,
      cipher,
      rows.map(c => c.consultationId),
    ),
  ])
  return {
    cipher,
    doctorsOf,
    departments,
    attachments: new Map(attachments.map(a => [a.attachmentId, a])),
    summaries,
  }
}

const clinicOf = (c: Consultation, endedWords: string | null, { departments }: PartsKnown): Parts['toClinic'] =>
  c.clinicWhy === null
    ? null
    : {
        why: c.clinicWhy as NonNullable<Parts['toClinic']>['why'],
        words: endedWords ?? '',
        departmentId: c.clinicDepartmentId,
        departmentName: departments.get(c.clinicDepartmentId ?? '') ?? null,
        appointmentId: c.clinicAppointmentId,
      }

/** From what is known; asks nothing. */
export const partsOf = (c: Consultation, known: PartsKnown): Parts => {
  const { reason, answers, earlier, evidence } = open(known.cipher, c)
  const attached = (ids: readonly string[]) => ids.flatMap(id => known.attachments.get(id) ?? [])
  const own = attached(attachmentIdsOf(c))
  const endedWords = c.endedWords === null ? null : known.cipher.open(c.endedWords, 'consultation')
  return {
    consultationId: c.consultationId,
    status: c.status,
    outcome: c.outcome,
    personId: c.personId,
    doctorId: c.doctorId,
    institutionId: c.institutionId,
    ...known.doctorsOf(c),
    reason,
    pictures: own.filter(a => a.kind === 'picture'),
    sounds: own.filter(a => a.kind === 'sound'),
    earlier: { by: earlier.by, record: earlier.record, pictures: attached(earlier.attachmentIds) },
    answers,
    allowRecords: c.allowRecords,
    askedAt: c.askedAt.toISOString(),
    acceptBefore: c.acceptBefore?.toISOString() ?? null,
    acceptedAt: c.acceptedAt?.toISOString() ?? null,
    endedAt: c.endedAt?.toISOString() ?? null,
    endedWords,
    awaiting: c.awaiting,
    evidence: evidence && {
      at: c.evidenceAt!.toISOString(),
      record: evidence.record,
      pictures: attached(evidence.attachmentIds),
    },
    summary: known.summaries.get(c.consultationId) ?? null,
    toClinic: clinicOf(c, endedWords, known),
    last: c.lastSeq,
    reached: {
      resident: { delivered: c.residentDelivered, read: c.residentRead },
      doctor: { delivered: c.doctorDelivered, read: c.doctorRead },
    },
  }
}

/** What both sides share of each, by `consultationId`. Outside of transactions: it opens links for the session. */
export const showParts = async (
  context: Context,
  session: Session,
  rows: readonly Consultation[],
): Promise<Map<string, Parts>> => {
  const known = await partsKnown(context, session, rows)
  return new Map(rows.map(c => [c.consultationId, partsOf(c, known)]))
}
