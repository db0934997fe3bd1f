import { type Resource } from '../resource'
import { type Store } from '../store'
import { buildDirectory } from './directory'
import { buildDoctors, doctorResources } from './doctors'
import { buildHistories } from './histories'
import { buildPeople } from './people'

interface County {
  /** Size of the population besides the personas. */
  people: number
  /** YYYY-MM-DD: histories end shortly before. */
  today: string
}

/** Fills an empty store with the invented county 云溪县; of one that was filled before only what came later is added. */
export function seedCounty(store: Store, { people, today }: County): void {
  const put = (resources: { resourceType: string; id?: string }[]): void => {
    for (const resource of resources) store.put(resource.id!, resource as unknown as Resource)
  }
  store.atomically(() => {
    if (!store.fact('seeded')) {
      put([...buildDirectory(), ...buildPeople(people)])
      store.setFact('seeded', true)
    }
    if (!store.fact('seeded-histories')) {
      const missing = buildPeople(0).filter(({ id }) => !store.current('Patient', id!))
      put([...doctorResources(buildDoctors(), today), ...missing, ...buildHistories(today)])
      store.setFact('seeded-histories', true)
    }
  })
}
