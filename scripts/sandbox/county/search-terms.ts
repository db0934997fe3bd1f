import { mapReferences, type Resource } from './resource'

interface Identifier {
  system?: string
  value?: string
}

export const identifierTerm = (token: string): string => `i:${token}`
export const tagTerm = (token: string): string => `t:${token}`
export const referenceTerm = (reference: string): string => `r:${reference}`

/** Of a document also the one that names this very version. */
export function identifiersOf({ identifier, masterIdentifier }: Resource): Identifier[] {
  return [identifier, masterIdentifier].flat().filter(found => found !== undefined) as Identifier[]
}

/** The words by which a resource is found without reading all of its type: identifiers, tags and references. */
export function termsOf(resource: Resource): Set<string> {
  const terms = new Set<string>()
  for (const { system = '', value } of identifiersOf(resource)) {
    if (value === undefined) continue
    terms.add(identifierTerm(value))
    terms.add(identifierTerm(`${system}|${value}`))
  }
  const tags = (resource.meta?.tag ?? []) as { system?: string; code?: string }[]
  for (const { system = '', code = '' } of tags) terms.add(tagTerm(`${system}|${code}`))
  mapReferences(resource, reference => {
    terms.add(referenceTerm(reference))
    return reference
  })
  return terms
}
