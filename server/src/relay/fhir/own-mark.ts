/**
 * What makes a resource at the platform recognisably ours: our identifier and the business row's version. AuditEvent has
 * no identifier in R4, so there it is a tag, which every server can search by; QuestionnaireResponse has room for one.
 */
import type { Extension, Identifier, Resource } from '@medplum/fhirtypes'
import { extensionUrls } from 'shared/kernel/fhir-systems'
import type { Relayed } from '../mapping'

interface Marked {
  identifier?: Identifier[] | Identifier
  extension?: Extension[]
  meta?: { tag?: { system?: string; code?: string }[] }
}
type Mark = { system: string; value: string }

const isTagged = (type: string): boolean => type === 'AuditEvent'
const hasOneIdentifier = (type: string): boolean => type === 'QuestionnaireResponse'
const identifiersOf = ({ identifier = [] }: Marked): Identifier[] => [identifier].flat()

/** Search parameter by which resources of the type are found again: `identifier`, or `_tag`. */
export const markParameter = (type: string): string => (isTagged(type) ? '_tag' : 'identifier')
/** `system|value` with what FHIR escapes in search values. */
export const markToken = ({ system, value }: Mark): string => `${system}|${value.replace(/[\\,$|]/g, '\\$&')}`

export const marked = (resource: Relayed, { system, value }: Mark, version: number): Relayed => {
  const own = resource as Relayed & Marked
  const extension = [
    ...(own.extension ?? []).filter(e => e.url !== extensionUrls.version),
    { url: extensionUrls.version, valueInteger: version },
  ]
  if (isTagged(resource.resourceType))
    return { ...resource, meta: { tag: [{ system, code: value }] }, extension } as Relayed
  if (hasOneIdentifier(resource.resourceType))
    return { ...resource, identifier: { system, value }, extension } as Relayed
  const identifier = [{ system, value }, ...identifiersOf(own).filter(i => i.system !== system)]
  return { ...resource, identifier, extension } as Relayed
}

/** Our id on a resource of the platform, or null when it is not ours. */
export const markOf = (resource: Resource, system: string): string | null => {
  const own = resource as Marked
  if (isTagged(resource.resourceType)) return own.meta?.tag?.find(t => t.system === system)?.code ?? null
  return identifiersOf(own).find(i => i.system === system)?.value ?? null
}

/** 0 when it carries none. */
export const versionOf = (resource: Resource): number =>
  (resource as Marked).extension?.find(e => e.url === extensionUrls.version)?.valueInteger ?? 0

const foreign = (e: Extension): boolean => !Object.values<string>(extensionUrls).includes(e.url ?? '')

/** Ours, over what stands there: identifiers, extensions and labels that others added are kept. */
export const over = (standing: Resource, ours: Relayed, system: string): Relayed => {
  const [theirs, own] = [standing as Marked, ours as Relayed & Marked]
  const extension = [...(own.extension ?? []), ...(theirs.extension ?? []).filter(foreign)]
  const tag = [...(own.meta?.tag ?? []), ...(theirs.meta?.tag ?? []).filter(t => t.system !== system)]
  const identifier = [...identifiersOf(own), ...identifiersOf(theirs).filter(i => i.system !== system)]
  return {
    ...ours,
    id: standing.id,
    extension,
    ...(tag.length && { meta: { tag } }),
    ...(identifier.length && !hasOneIdentifier(ours.resourceType) && { identifier }),
  } as Relayed
}
