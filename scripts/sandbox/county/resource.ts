/** A FHIR resource as the sandbox handles it: open JSON whose shape the validator has checked. */
export interface Resource {
  resourceType: string
  id?: string
  meta?: { versionId?: string; lastUpdated?: string; [key: string]: unknown }
  [key: string]: unknown
}

/** A resource after the store has given it id, version and time. */
export interface StoredResource extends Resource {
  id: string
  meta: { versionId: string; lastUpdated: string; [key: string]: unknown }
}

/** Walks every `{ reference: string }` of a resource; `visit` may answer a replacement. */
export function mapReferences(node: unknown, visit: (reference: string) => string): void {
  if (Array.isArray(node)) {
    for (const item of node) mapReferences(item, visit)
    return
  }
  if (node === null || typeof node !== 'object') return
  const record = node as Record<string, unknown>
  for (const [key, value] of Object.entries(record)) {
    if (key === 'reference' && typeof value === 'string') record[key] = visit(value)
    else if (typeof value === 'object') mapReferences(value, visit)
  }
}
