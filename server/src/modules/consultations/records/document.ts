/** The very text that the doctor signs: one JSON document that tells the whole record by itself (电子病历应用管理规范). */
import * as z from 'zod'
import { CountyRecord, SummaryFields } from 'shared/consultations/model'

export const RecordDocument = z.object({
  kind: z.literal('online-consultation-record'),
  consultationId: z.string(),
  version: z.number(),
  patient: z.object({ platformId: z.string(), name: z.string(), sex: z.string(), birthDate: z.string() }),
  doctor: z.object({ id: z.string(), name: z.string(), title: z.string().nullable() }),
  institution: z.object({ id: z.string(), name: z.string() }),
  askedAt: z.string(),
  acceptedAt: z.string(),
  signedAt: z.string(),
  /** What showed the earlier diagnosis: a record of the county platform, or pictures that the doctor kept. */
  evidence: z.object({ record: z.nullable(CountyRecord), attachmentIds: z.array(z.string()) }),
  summary: SummaryFields,
  /** The signed version that this one amends, and why. */
  amends: z.object({ hash: z.string(), because: z.string() }).nullable(),
})
export type RecordDocument = z.infer<typeof RecordDocument>

/** Members in the order of their names, nothing between them (as RFC 8785): the same document is the same text. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )

/** Null for a text that is no such document. */
export const readDocument = (text: string): RecordDocument | null => {
  try {
    return RecordDocument.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
