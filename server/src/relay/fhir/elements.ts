/** Reading what many resources have in common. */
import type { Extension, Reference, Resource } from '@medplum/fhirtypes'

export const extensionOf = (holder: { extension?: Extension[] }, url: string): Extension | undefined =>
  holder.extension?.find(e => e.url === url)

/** Logical id of a reference to a type (`Slot/abc`, also absolute or with a version), or null. */
export const idOf = (reference: Reference | undefined, type: string): string | null =>
  new RegExp(`(?:^|/)${type}/([A-Za-z0-9.-]{1,64})(?:/_history/.*)?$`).exec(reference?.reference ?? '')?.[1] ?? null

export const lastUpdatedOf = (resource: Resource): Date => new Date(resource.meta?.lastUpdated ?? 0)

/** Words cut to what a column holds. */
export const cut = (text: string, length: number): string => text.slice(0, length)
export const cutOrNull = (text: string | undefined, length: number): string | null => (text ? cut(text, length) : null)
