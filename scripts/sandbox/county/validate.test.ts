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

const terminology = 'http://terminology.hl7.org/CodeSystem/'
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
const encounter = { resourceType: 'Encounter', status: 'planned', class: { code: 'VR' } }
const communication = { resourceType: 'Communication', status: 'completed', payload: [{ contentString: '血压高' }] }
const answers = {
  resourceType: 'QuestionnaireResponse',
  status: 'completed',
  item: [{ linkId: '1', text: '还在吃药吗', answer: [{ valueString: '在吃', item: [{ linkId: '1.1' }] }] }],
}
const listed = [{ coding: [{ system: `${terminology}condition-category`, code: 'problem-list-item' }] }]
const active = { coding: [{ system: `${terminology}condition-clinical`, code: 'active' }] }
const condition = {
  resourceType: 'Condition',
  subject: { reference: 'Patient/1' },
  category: listed,
  clinicalStatus: active,
}
const mistake = { coding: [{ system: `${terminology}condition-ver-status`, code: 'entered-in-error' }] }
const page = { contentType: 'text/plain', data: 'eA==', hash: 'EfatjsUqKYSrqv18O1FlA3hcIHI=' }
const document = { resourceType: 'DocumentReference', status: 'current', content: [{ attachment: page }] }
const documentWith = (changes: object) => ({ ...document, content: [{ attachment: { ...page, ...changes } }] })

const consultation = [encounter, communication, answers, condition, document]
test.each([appointment('1'), schedule, slot, patient, auditEvent, invoice, paymentNotice, ...consultation])(
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
  ['an encounter status that is none', { ...encounter, status: 'accepted' }, 'Encounter.status'],
  ['an encounter of no class', { ...encounter, class: undefined }, 'Encounter.class'],
  ['a patient who treats', { ...encounter, participant: [{ individual: { reference: 'Patient/1' } }] }, 'individual'],
  ['a message status that is none', { ...communication, status: 'read' }, 'Communication.status'],
  ['a message part without content', { ...communication, payload: [{ id: '1' }] }, 'payload[0].content'],
  ['a message about an encounter that is none', { ...communication, encounter: { reference: 'Slot/1' } }, 'encounter'],
  ['an answer to no question', { ...answers, item: [{ text: '好吗' }] }, 'linkId'],
  [
    'an answer to no question, deep down',
    { ...answers, item: [{ linkId: '1', item: [{ text: '好吗' }] }] },
    'QuestionnaireResponse.item.linkId',
  ],
  ['items beneath both', { ...answers, item: [{ ...answers.item[0], item: [{ linkId: '2' }] }] }, 'qrs-1'],
  [
    'a clinical status that is none',
    { ...condition, clinicalStatus: { coding: [{ ...active.coding[0], code: 'ill' }] } },
    'clinicalStatus',
  ],
  ['a listed problem without status', { ...condition, clinicalStatus: undefined }, 'con-3'],
  ['what is over and goes on', { ...condition, abatementDateTime: '2026-01-01' }, 'con-4'],
  ['a mistake that goes on', { ...condition, verificationStatus: mistake }, 'con-5'],
  ['a document without content', { ...document, content: undefined }, 'DocumentReference.content'],
  ['a document of an unknown kind of data', documentWith({ contentType: undefined }), 'att-1'],
  ['a document whose data is none', documentWith({ data: '血压', hash: undefined }), 'base64'],
  ['a document whose hash is of another', documentWith({ data: 'eQ==' }), 'SHA-1'],
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
