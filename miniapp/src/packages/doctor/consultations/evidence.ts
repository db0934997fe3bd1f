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
