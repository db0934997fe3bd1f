import { type FhirError } from './outcome'
import { type Resource } from './resource'
import { appointment } from './testing'
import { validate } from './validate'

function faultsOf(resource: object): string {
  try {
    validate(resource as Resource)
    return ''
  } catch (error) {
    return (error as FhirError).expressions.map(({ at, text }) => `${at}: ${text}`).join('\n')
  }
}

const schedule = { resourceType: 'Schedule', actor: [{ reference: 'Practitioner/1' }] }
const slot = {
  resourceType: 'Slot',
  schedule: { reference: 'Schedule/1' },
  status: 'free',
  start: '2026-11-23T08:00:00Z',
  end: '2026-11-23T08:30:00Z',
}
const patient = { resourceType: 'Patient', gender: 'female', birthDate: '1984-03-12' }
const auditEvent = {
  resourceType: 'AuditEvent',
  type: { system: 'http://dicom.nema.org/resources/ontology/DCM', code: '110110' },
  recorded: '2026-11-23T08:00:00.000Z',
  agent: [{ requestor: true }],
  source: { observer: { reference: 'Organization/1' } },
}
const invoice = {
  resourceType: 'Invoice',
  status: 'balanced',
  subject: { reference: 'Patient/1' },
  lineItem: [{ chargeItemCodeableConcept: { text: '挂号费' } }],
  totalGross: { value: 15, currency: 'CNY' },
}
const paymentNotice = {
  resourceType: 'PaymentNotice',
  status: 'active',
  created: '2026-11-23T08:00:00.000Z',
  payment: { identifier: { value: '1' } },
  recipient: { reference: 'Organization/1' },
  amount: { value: -3.33, currency: 'CNY' },
}

test.each([appointment('1'), schedule, slot, patient, auditEvent, invoice, paymentNotice])(
  'accepts $resourceType',
  resource => {
    expect(faultsOf(resource)).toBe('')
  },
)

test.each([
  ['a status that is none', appointment('1', { status: 'nope' }), 'Appointment.status'],
  [
    'an inner status that is none',
    appointment('1', { participant: [{ status: 'nope', actor: { display: 'x' } }] }),
    'status',
  ],
  ['a slot status that is none', { ...slot, status: 'stopped' }, 'Slot.status'],
  ['a gender that is none', { ...patient, gender: 'woman' }, 'Patient.gender'],
  ['an invoice status that is none', { ...invoice, status: 'paid' }, 'Invoice.status'],
  ['a line without what it is for', { ...invoice, lineItem: [{ sequence: 1 }] }, 'Invoice.lineItem'],
  ['a notice without its recipient', { ...paymentNotice, recipient: undefined }, 'PaymentNotice'],
  ['an amount that is none', { ...paymentNotice, amount: { value: '15.00' } }, 'PaymentNotice.amount'],
  ['an audit action that is none', { ...auditEvent, action: 'Z' }, 'AuditEvent.action'],
  [
    'an identifier use that is none',
    { ...patient, identifier: [{ use: 'x', value: '1' }] },
    'Patient.identifier[0].use',
  ],
  ['an unknown property', { ...patient, shoeSize: 42 }, 'shoeSize'],
  ['a missing property', { ...slot, schedule: undefined }, 'Slot.schedule'],
  ['one thing where a list belongs', { ...schedule, actor: { reference: 'Practitioner/1' } }, 'Schedule.actor'],
  ['a reference to the wrong type', { ...slot, schedule: { reference: 'Patient/1' } }, 'Slot.schedule'],
  ['a word as instant', { ...slot, start: 'yesterday' }, 'Slot.start'],
  ['an instant without zone', { ...slot, start: '2026-11-23T08:00:00' }, 'Slot.start'],
  ['a day that is none', { ...patient, birthDate: '2026-02-31' }, 'Patient.birthDate'],
  ['an object as text', appointment('1', { comment: { a: 1 } }), 'Appointment.comment'],
  ['empty text', appointment('1', { comment: '' }), 'Appointment.comment'],
  ['null', { ...patient, active: null }, 'Patient.active'],
  ['a booked appointment without time', appointment('1', { start: undefined, end: undefined }), 'app-3'],
  ['a start without end', appointment('1', { end: undefined }), 'app-2'],
  ['a reason on what was not cancelled', appointment('1', { cancelationReason: { text: 'x' } }), 'app-4'],
])('refuses %s', (_what, resource, where) => {
  expect(faultsOf(JSON.parse(JSON.stringify(resource)) as object)).toContain(where)
})
