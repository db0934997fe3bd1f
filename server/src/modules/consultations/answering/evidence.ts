/** The record that shows the earlier diagnosis, as the doctor keeps it (互联网诊疗监管细则 art. 18). */
import type { RecordKind } from 'shared/consultations/model'
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import type { Context } from '../../../context'
import { attachmentsOf } from '../../attachments'
import type { Consultation } from '../consultation.entity'
import { type Earlier, type Evidence, openJson } from '../earlier'
import { countyRecords, showRecord } from './patient-records'

export type Named = { by: 'county_record'; recordId: string } | { by: 'pictures'; attachmentIds: string[] }

type Refused =
  'attachment_unknown' | 'records_not_allowed' | 'record_unknown' | 'diagnosis_unproven' | 'county_platform_unavailable'

/**
 * A blood pressure shows no diagnosis; whether a report or a prescription does, the doctor decides who keeps it. An id is
 * unique within its kind: the first kind that has it counts.
 */
const showing: readonly RecordKind[] = ['diagnosis', 'report', 'prescription']

/** Only what was sent in this very consultation. */
const pictures = async (
  { db }: Context,
  { consultationId }: Consultation,
  attachmentIds: string[],
): Promise<Evidence | Problem<Refused>> => {
  const sent = await attachmentsOf(db, 'consultation', consultationId)
  const known = new Set(sent.filter(a => a.kind === 'picture' && a.state === 'ready').map(a => a.attachmentId))
  const wanted = [...new Set(attachmentIds)]
  return wanted.every(id => known.has(id)) ? { record: null, attachmentIds: wanted } : problem('attachment_unknown')
}

/**
 * As the county's files hold it now. What the resident picked when asking is theirs to show, whatever else they allow:
 * then, and while the platform is down, it counts as it was read at that time.
 */
const countyRecord = async (
  context: Context,
  consultation: Consultation,
  recordId: string,
): Promise<Evidence | Problem<Refused>> => {
  const { record } = openJson<Earlier>(context.cipher, consultation.earlier)
  const picked = record?.recordId === recordId ? { record, attachmentIds: [] } : null
  if (!consultation.allowRecords) return picked ?? problem('records_not_allowed')
  const records = await countyRecords(context, consultation.personId, showing)
  if (isProblem(records)) return picked ?? records
  const found = showing.flatMap(kind => records.find(r => r.kind === kind && r.recordId === recordId) ?? [])[0]
  if (!found) return problem('record_unknown')
  return found.unproven ? problem('diagnosis_unproven') : { record: showRecord(found), attachmentIds: [] }
}

/** Not inside a transaction: it asks the county platform. */
export const findEvidence = (
  context: Context,
  consultation: Consultation,
  named: Named,
): Promise<Evidence | Problem<Refused>> =>
  named.by === 'pictures'
    ? pictures(context, consultation, named.attachmentIds)
    : countyRecord(context, consultation, named.recordId)
