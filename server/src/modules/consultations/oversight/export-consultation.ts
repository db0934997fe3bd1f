/** Puts the export together: what it needs beyond the whole consultation, with the bytes of its pictures and sounds. */
import type { Context } from '../../../context'
import { attachmentsOf, readAttachment } from '../../attachments'
import { findDoctor, institutionNames } from '../../directory'
import { type Earlier, type Evidence, openJson } from '../earlier'
import { signedVersions } from '../records/summaries'
import { type ExportParts, exportPage } from './export-page'
import type { Whole } from './whole-consultation'

/** One file that the store lost does not keep the rest from the regulator: null, and the page says so. */
const bytesOf = (context: Context, attachmentId: string): Promise<Buffer | null> =>
  readAttachment(context, attachmentId).catch((error: unknown) => {
    context.log.error({ err: error, attachmentId }, 'an attachment could not be put into an export')
    return null
  })

const filesOf = async (context: Context, consultationId: string): Promise<ExportParts['attachments']> => {
  const files = new Map<string, { row: Awaited<ReturnType<typeof attachmentsOf>>[number]; bytes: Buffer | null }>()
  for (const row of await attachmentsOf(context.db, 'consultation', consultationId)) {
    if (row.state !== 'ready') continue
    files.set(row.attachmentId, { row, bytes: await bytesOf(context, row.attachmentId) })
  }
  return files
}

export const exportConsultation = async (context: Context, whole: Whole, because: string): Promise<string> => {
  const { db, cipher, clock, config } = context
  const { consultation: c } = whole
  const [doctor, institutions, versions, attachments] = await Promise.all([
    findDoctor(db, c.doctorId),
    institutionNames(db, [c.institutionId]),
    signedVersions(db, cipher, c.consultationId),
    filesOf(context, c.consultationId),
  ])
  return exportPage({
    whole,
    doctorName: `${doctor?.name ?? c.doctorId} ${doctor?.title ?? ''}`.trim(),
    institutionName: institutions.get(c.institutionId) ?? c.institutionId,
    reason: cipher.open(c.reason, 'consultation'),
    answers: openJson(cipher, c.answers),
    asked: JSON.parse(c.attachmentIds) as string[],
    earlier: openJson<Earlier>(cipher, c.earlier),
    evidence: c.evidence === null ? null : openJson<Evidence>(cipher, c.evidence),
    versions,
    attachments,
    exportedAt: clock.now(),
    because,
    zone: config.TIME_ZONE,
    cipher,
  })
}
