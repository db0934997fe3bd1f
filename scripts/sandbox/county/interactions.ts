import { randomBytes } from 'node:crypto'
import { checkRules } from './business-rules'
import { badRequest, FhirError, notFound } from './outcome'
import { mapReferences, type Resource } from './resource'
import { findAll } from './search'
import { type Version } from './shelves'
import { type Store } from './store'
import { isKnownType, validate } from './validate'

/** What a write did: 200 or 201 with the version that now stands, 204 after a deletion. */
export interface Written {
  status: 200 | 201 | 204
  version?: Version
}

/** Conditions that came with a write, as their HTTP headers say them. */
export interface Conditions {
  /** Search query: create only when it finds nothing. */
  ifNoneExist?: string
  /** ETag `W/"3"`: write only when this version stands. */
  ifMatch?: string
}

export function newId(): string {
  return Date.now().toString(36) + randomBytes(8).toString('hex')
}

export function knownType(type: string): string {
  if (!isKnownType(type)) throw notFound(`Resource type ${type}`)
  return type
}

/** The body as a valid resource of the type. @throws FhirError 400 or 422 */
export function resourceFrom(body: unknown, type: string): Resource {
  const resource = body as Resource | undefined
  if (resource === null || typeof resource !== 'object') throw badRequest('The body is no resource')
  if (resource.resourceType !== type) throw badRequest(`The body is a ${resource.resourceType}, not a ${type}`)
  validate(resource)
  return resource
}

/** @throws FhirError 404, or 410 once deleted */
export function read(store: Store, type: string, id: string): Version {
  const version = store.current(type, id)
  if (!version) throw notFound(`${type}/${id}`)
  if (version.method === 'DELETE') throw new FhirError(410, 'deleted', `${type}/${id} was deleted`)
  return version
}

/** @throws FhirError 404, or 410 where that version is the deletion */
export function readVersion(store: Store, type: string, id: string, versionId: string): Version {
  const version = store.history(type, id).find(({ resource }) => resource.meta.versionId === versionId)
  if (!version) throw notFound(`${type}/${id} version ${versionId}`)
  if (version.method === 'DELETE') throw new FhirError(410, 'deleted', `${type}/${id} was deleted`)
  return version
}

export function historyOf(store: Store, type: string, id: string): Version[] {
  const history = store.history(type, id)
  if (history.length === 0) throw notFound(`${type}/${id}`)
  return [...history].reverse()
}

/** Creates, unless `ifNoneExist` finds one (200 with that one) or several (412). @throws FhirError 422 against a rule */
export function create(store: Store, resource: Resource, conditions: Conditions = {}, id = newId()): Written {
  const existing = existingFor(store, resource.resourceType, conditions.ifNoneExist)
  if (existing) return { status: 200, version: existing }
  checkRules(store, resource)
  return { status: 201, version: store.put(id, resource, 'POST') }
}

/** The one resource that a condition finds. @throws FhirError 412 when it finds several, 400 when it asks nothing */
export function existingFor(store: Store, type: string, condition: string | undefined): Version | undefined {
  if (condition === undefined) return undefined
  const query = new URLSearchParams(condition.slice(condition.indexOf('?') + 1))
  if ([...query].length === 0) throw badRequest('A condition needs search parameters')
  const found = findAll(store, type, query)
  if (found.length > 1) throw new FhirError(412, 'multiple-matches', `${found.length} ${type} match the condition`)
  return found[0]
}

/** Writes the resource at its id: 201 when it is new (update as create), else 200. @throws FhirError 412 on a stale ifMatch, 422 against a rule */
export function update(store: Store, id: string, resource: Resource, conditions: Conditions = {}): Written {
  if (resource.id !== id)
    throw badRequest(`The body's id ${resource.id ?? '(none)'} is not the id of the address, ${id}`)
  if (!/^[A-Za-z0-9.-]{1,64}$/.test(id)) throw badRequest(`"${id}" is no id`)
  const before = store.current(resource.resourceType, id)
  checkIfMatch(before, conditions.ifMatch)
  const isNew = !before || before.method === 'DELETE'
  checkRules(store, resource, isNew ? undefined : before.resource)
  return { status: isNew ? 201 : 200, version: store.put(id, resource) }
}

/** `PUT Type?query`: updates the one match, creates when there is none. */
export function conditionalUpdate(
  store: Store,
  query: string,
  resource: Resource,
  conditions: Conditions = {},
): Written {
  const existing = existingFor(store, resource.resourceType, query)
  if (!existing) {
    return resource.id ? update(store, resource.id, resource, conditions) : create(store, resource)
  }
  const id = existing.resource.id
  if (resource.id !== undefined && resource.id !== id) throw badRequest(`The match is ${id}, not ${resource.id}`)
  return update(store, id, { ...resource, id }, conditions)
}

export function remove(store: Store, type: string, id: string, conditions: Conditions = {}): Written {
  const before = store.current(type, id)
  checkIfMatch(before, conditions.ifMatch)
  if (before && before.method !== 'DELETE') store.remove(type, id)
  return { status: 204 }
}

function checkIfMatch(before: Version | undefined, ifMatch: string | undefined): void {
  if (ifMatch === undefined) return
  const wanted = /^(?:W\/)?"?([^"]*)"?$/.exec(ifMatch)?.[1]
  const standing = before && before.method !== 'DELETE' ? before.resource.meta.versionId : '(none)'
  if (wanted !== standing)
    throw new FhirError(412, 'conflict', `If-Match names version ${wanted}, standing is ${standing}`)
}

/** Every local reference points at something that lives here. @throws FhirError 422 */
export function checkReferences(store: Store, resource: Resource): void {
  mapReferences(resource, reference => {
    const [, type = '', id = ''] = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9.-]{1,64})(?:\/_history\/\d+)?$/.exec(reference) ?? []
    if (type !== '') {
      const target = store.current(type, id)
      if (!target || target.method === 'DELETE') {
        throw new FhirError(422, 'not-found', `${resource.resourceType} refers to ${reference}, which is not here`)
      }
    }
    return reference
  })
}
