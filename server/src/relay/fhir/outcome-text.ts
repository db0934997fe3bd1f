import type { OperationOutcome } from '@medplum/fhirtypes'

/** The platform's own words about why it refused, for the administrator. */
export const outcomeText = (body: unknown): string | null => {
  const outcome = body as OperationOutcome | undefined
  if (outcome?.resourceType !== 'OperationOutcome') return null
  const issues = (outcome.issue ?? []).slice(0, 5)
  const texts = issues.map(i =>
    [i.diagnostics ?? i.details?.text ?? i.code, i.expression?.[0]].filter(Boolean).join(' @ '),
  )
  return texts.join('; ') || null
}
