import { type Resource } from './resource'

/** A refusal: HTTP status, FHIR issue code (http://hl7.org/fhir/issue-type) and words for the caller. */
export class FhirError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly expressions: { at: string; text: string }[] = [],
  ) {
    super(message)
  }
}

export function outcomeOf(error: FhirError): Resource {
  const issues = error.expressions.length > 0 ? error.expressions : [{ at: '', text: error.message }]
  return {
    resourceType: 'OperationOutcome',
    issue: issues.map(({ at, text }) => ({
      severity: 'error',
      code: error.code,
      diagnostics: text,
      ...(at === '' ? {} : { expression: [at] }),
    })),
  }
}

export function notFound(what: string): FhirError {
  return new FhirError(404, 'not-found', `${what} is not known`)
}

export function badRequest(why: string): FhirError {
  return new FhirError(400, 'invalid', why)
}
