import type { CountyRecord } from 'shared/consultations/model'

/** What an acceptance keeps to show the diagnosis: one record of the county, or pictures that the resident sent. */
export type Evidence = { by: 'county_record'; recordId: string } | { by: 'pictures'; attachmentIds: string[] }

export const picturesAtMost = 9

export const chosenPictures = (evidence: Evidence | null): string[] =>
  evidence?.by === 'pictures' ? evidence.attachmentIds : []

/** One more picture, or one less; a record that was chosen before is chosen no longer. */
export const withPicture = (evidence: Evidence | null, attachmentId: string): Evidence | null => {
  const before = chosenPictures(evidence)
  const attachmentIds = before.includes(attachmentId)
    ? before.filter(id => id !== attachmentId)
    : [...before, attachmentId]
  return attachmentIds.length ? { by: 'pictures', attachmentIds } : null
}

/**
 * What the resident picked when asking stays theirs to show; of the rest of the county's files nothing is offered from the
 * moment they allow it no longer, also not what this phone still has.
 */
export const offeredDiagnoses = (
  { allowRecords, picked }: { allowRecords: boolean; picked: CountyRecord | null },
  fetched: readonly CountyRecord[] = [],
): CountyRecord[] => {
  const others = allowRecords ? fetched.filter(r => r.recordId !== picked?.recordId) : []
  return picked ? [picked, ...others] : others
}
