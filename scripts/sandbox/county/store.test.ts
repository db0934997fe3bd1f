import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { appointment } from './testing'
import { createStore } from './store'

const number = 'i:urn:county-health:appointment|n1'

it('takes back only the inner writes when an inner step fails', () => {
  const store = createStore()
  store.atomically(() => {
    store.put('outer', appointment('n1'))
    expect(() =>
      store.atomically(() => {
        store.put('inner', appointment('n1'))
        store.put('outer', appointment('n1', { status: 'arrived' }))
        store.setFact('inner', true)
        throw new Error('no')
      }),
    ).toThrow('no')
  })
  expect([...store.withTerm('Appointment', number)]).toEqual(['outer'])
  expect(store.current('Appointment', 'outer')!.resource).toMatchObject({ status: 'booked', meta: { versionId: '1' } })
  expect(store.fact('inner')).toBeUndefined()
})

it('keeps nothing of a commit that the disk refuses', () => {
  const folder = mkdtempSync(join(tmpdir(), 'county-store-'))
  const store = createStore({ folder })
  store.close()
  expect(() => store.atomically(() => store.put('lost', appointment('n1')))).toThrow()
  expect(store.current('Appointment', 'lost')).toBeUndefined()
  expect([...store.changedSince('Appointment')]).toEqual([])
  rmSync(folder, { recursive: true })
})

it('finds by the newest version alone, also after many changes', () => {
  const store = createStore()
  for (let turn = 0; turn < 3000; turn++) {
    store.atomically(() => store.put('one', appointment(turn % 2 === 0 ? 'even' : 'odd')))
  }
  expect([...store.withTerm('Appointment', 'i:even')]).toEqual([])
  expect([...store.withTerm('Appointment', 'i:odd')]).toEqual(['one'])
  expect([...store.changedSince('Appointment')]).toHaveLength(1)
  expect(store.counts()).toEqual({ Appointment: 1 })
})
