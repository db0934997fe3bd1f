import { appointmentStatuses } from './model'
import {
  type Actor,
  type AppointmentChange,
  appointmentChanges,
  isLive,
  mayChange,
  undoableChanges,
} from './state-machine'

const actors: Actor[] = ['self', 'proxy', 'doctor', 'clinic', 'county_platform', 'system']

/** Every allowed step, written out by hand; whatever is not here must be refused. */
const allowed = `
pending confirm clinic
pending confirm county_platform
pending refuse clinic
pending refuse county_platform
pending cancel self
pending cancel proxy
pending cancel doctor
pending stop clinic
pending stop county_platform
pending checkIn clinic
pending checkIn county_platform
pending lapse system
booked refuse clinic
booked refuse county_platform
booked cancel self
booked cancel proxy
booked cancel doctor
booked stop clinic
booked stop county_platform
booked checkIn clinic
booked checkIn county_platform
booked markNoShow clinic
booked markNoShow county_platform
booked markNoShow system
arrived stop clinic
arrived stop county_platform
arrived call clinic
arrived fulfil clinic
arrived fulfil county_platform`
  .trim()
  .split('\n')

const results: Record<AppointmentChange, string> = {
  confirm: 'booked',
  refuse: 'cancelled',
  cancel: 'cancelled',
  stop: 'cancelled',
  lapse: 'cancelled',
  checkIn: 'arrived',
  call: 'arrived',
  fulfil: 'fulfilled',
  markNoShow: 'noshow',
}
const changes = Object.keys(results) as AppointmentChange[]

test('allows exactly the written steps, to exactly the written actors', () => {
  const found = appointmentStatuses.flatMap(status =>
    changes.flatMap(change =>
      actors.filter(by => mayChange(change, status, by)).map(by => `${status} ${change} ${by}`),
    ),
  )
  expect(found.sort()).toEqual([...allowed].sort())
})

test.each(changes)('%s ends in its one state', change => {
  expect(appointmentChanges[change].to).toBe(results[change])
})

test('a number is held by pending, booked and arrived only', () => {
  expect(appointmentStatuses.filter(isLive)).toEqual(['pending', 'booked', 'arrived'])
})

test('nobody acts on what has ended', () => {
  const ended = appointmentStatuses.filter(status => !isLive(status))
  const possible = ended.flatMap(s => changes.flatMap(c => actors.filter(by => mayChange(c, s, by))))
  expect(ended).toEqual(['fulfilled', 'cancelled', 'noshow'])
  expect(possible).toEqual([])
})

test('a stop, a cancel and what time decided cannot be taken back', () => {
  expect(changes.filter(c => !(undoableChanges as readonly string[]).includes(c))).toEqual(['cancel', 'stop', 'lapse'])
})
