import { type Resource } from '../resource'
import { type Store } from '../store'
import { buildDirectory } from './directory'
import { buildDoctors, doctorResources } from './doctors'
import { buildPeople } from './people'

/** Fills an empty store with the invented county 云溪县; one that was filled before stays as it is. */
export function seedCounty(store: Store, { people }: { people: number }): void {
  if (store.fact('seeded')) return
  const resources = [...buildDirectory(), ...doctorResources(buildDoctors()), ...buildPeople(people)]
  store.atomically(() => {
    for (const resource of resources) store.put(resource.id!, resource as unknown as Resource)
    store.setFact('seeded', true)
  })
}
