/** NOTIFY_TEMPLATES of a county that chose the sandbox's templates: which of our facts each field shows. */
const state = {
  templateId: 'sandbox-appointment-state',
  mode: 'one_time',
  fields: { thing1: 'person', thing2: 'clinic', time3: 'time', phrase4: 'state', thing5: 'advice' },
}
const consultation = {
  templateId: 'sandbox-consultation',
  mode: 'one_time',
  fields: { thing1: 'person', thing2: 'doctor', phrase3: 'state', time4: 'at', thing5: 'advice' },
}
const money = { amount1: 'amount', thing2: 'what', phrase3: 'state', time4: 'at', thing5: 'advice' }

export const notifyTemplates = {
  appointment_confirmed: state,
  appointment_refused: state,
  appointment_stopped: {
    templateId: 'sandbox-session-stopped',
    mode: 'one_time',
    fields: { thing1: 'person', thing2: 'departmentDoctor', time3: 'time', thing4: 'reason', thing5: 'advice' },
  },
  appointment_reminder: {
    templateId: 'sandbox-appointment-reminder',
    mode: 'one_time',
    fields: { thing1: 'person', thing2: 'clinic', time3: 'time', character_string4: 'queueNumber', thing5: 'advice' },
  },
  queue_near: {
    templateId: 'sandbox-queue-near',
    mode: 'one_time',
    fields: { thing1: 'person', number2: 'ahead', thing3: 'departmentDoctor', thing4: 'advice' },
  },
  waitlist_offer: {
    templateId: 'sandbox-waitlist-offer',
    mode: 'one_time',
    fields: { thing1: 'person', thing2: 'departmentDoctor', time3: 'time', time4: 'answerBy' },
  },
  payment: { templateId: 'sandbox-payment', mode: 'one_time', fields: money },
  refund: { templateId: 'sandbox-refund', mode: 'one_time', fields: money },
  card_used: {
    templateId: 'sandbox-card-used',
    mode: 'one_time',
    fields: { name1: 'person', thing2: 'institution', thing3: 'action', time4: 'at', thing5: 'advice' },
  },
  record_viewed: {
    templateId: 'sandbox-record-viewed',
    mode: 'long_term',
    fields: { name1: 'person', thing2: 'who', thing3: 'action', time4: 'at' },
  },
  consultation_answered: consultation,
  consultation_ended: consultation,
  consultation_follow_up: consultation,
  consultation_waiting: {
    templateId: 'sandbox-consultation-waiting',
    mode: 'long_term',
    fields: { thing1: 'title', thing2: 'institution', time3: 'at', thing4: 'advice' },
  },
}
