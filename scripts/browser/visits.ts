/** Every page of the app, by who looks at it, with the ids it needs. */
import type { Viewer } from './arrive'
import { type World, inDays } from './world'

const residents = '/packages/resident'
const atWork = '/packages/staff'
const admin = '/packages/admin'

/** What costs something, before and after it was paid. */
const payments = ({ paid, due, consulted }: World): string[] => [
  `${residents}/booking/confirm?sessionId=${due.session.sessionId}&slotId=${due.slotId}`,
  `${residents}/appointments/detail?appointmentId=${paid.appointmentId}`,
  `${residents}/appointments/detail?appointmentId=${due.appointmentId}`,
  ...[
    `pay?orderId=${due.payment!.orderId}`,
    `pay?orderId=${consulted.due.orderId}`,
    'list',
    `order?orderId=${paid.payment!.orderId}`,
  ]
    .concat([`receipt?orderId=${paid.payment!.orderId}`])
    .map(page => `${residents}/payments/${page}`),
]

/** Online consultation, in every state it may be in. */
const consultations = ({ ids, consulted }: World): string[] => {
  const { doctorId, institutionId } = consulted.doctor
  const talks = [
    consulted.due.consultationId,
    consulted.waiting,
    consulted.running,
    consulted.settled,
    consulted.complained,
  ]
  return ['start', `doctors?personId=${ids.self}`]
    .concat([`ask?doctorId=${doctorId}&institutionId=${institutionId}&personId=${ids.child}`])
    .concat([...talks, consulted.sent, consulted.stopped].map(id => `talk?consultationId=${id}`))
    .concat([`summary?consultationId=${consulted.settled}`, `rate?consultationId=${consulted.complained}`])
    .concat([`complain?consultationId=${consulted.running}`])
    .map(page => `${residents}/consultations/${page}`)
}

const answering = ({ consulted }: World): string[] => {
  const { flagged, waiting, running, settled, stopped, sent } = consulted
  const of = (page: string) => (id: string) => `${page}?consultationId=${id}`
  return ['queue', 'ended', 'desk', 'phrases']
    .concat([flagged, waiting, running, settled, stopped, sent].map(of('talk')))
    .concat([of('accept')(waiting), of('transfer')(waiting), of('stop')(running), of('finish')(running)])
    .concat([
      of('records')(running),
      of('clinic')(stopped),
      of('summary')(settled),
      `${of('finish')(settled)}&amends=1`,
    ])
    .map(page => `/packages/doctor/consultations/${page}`)
}

const daughter = (world: World): string[] => {
  const { ids, booked, pending, cancelled, announced, waiting, member } = world
  const { departmentId, doctorId, sessionId, institutionId } = booked.session
  const free = `sessionId=${sessionId}&slotId=${booked.slotId}`
  return [
    '/pages/home/index',
    '/pages/me/index',
    '/pages/messages/index',
    '/pages/privacy/index',
    ...['members', 'member-add', `member-code?linkId=${waiting}`, `member?linkId=${member}`, 'proxies', 'proxy-add']
      .concat([
        'accesses',
        'consents',
        'consent?kind=health_data',
        'consent?kind=privacy',
        'consent?kind=consultation',
        'my-data',
      ])
      .concat(['delete-account', 'appeal', 'help'])
      .map(page => `${residents}/identity/${page}`),
    `${residents}/messages/settings`,
    ...['show', 'open', 'care', 'usages'].map(page => `${residents}/health-card/${page}`),
    ...['institutions', `departments?institutionId=${institutionId}`, `symptoms?institutionId=${institutionId}`]
      .concat(['search?words=眼', `doctor?doctorId=${doctorId}`, `doctors?departmentId=${departmentId}`])
      .concat([`confirm?${free}`, `confirm?${free}&moves=${pending.appointmentId}`])
      .concat([`waitlist?sessionId=${announced.full.sessionId}`, 'favourites'])
      .concat([`receipt?appointmentId=${pending.appointmentId}&did=book`])
      .map(page => `${residents}/booking/${page}`),
    ...['list', `detail?appointmentId=${booked.appointmentId}`, `detail?appointmentId=${cancelled}`, 'waitlist']
      .concat([`no-shows?personId=${ids.child}`, `no-shows?personId=${ids.self}`])
      .map(page => `${residents}/appointments/${page}`),
    ...payments(world),
    ...consultations(world),
  ]
}

export const visits = (world: World): Record<Viewer, string[]> => {
  const { blockId, booked, paid, consulted, staffId, appealId, proxy } = world
  const { institutionId, day } = booked.session
  return {
    stranger: ['/pages/sign-in/index', '/pages/home/index', '/pages/not-found/index'],
    newcomer: ['/pages/home/index', `${residents}/identity/register`],
    daughter: daughter(world),
    elder: ['/pages/home/index', `${residents}/identity/proxies`, `${residents}/identity/appeal`],
    doctor: [
      ...answering(world),
      ...['list', `resident?linkId=${proxy}`, 'record'].map(page => `/packages/doctor/residents/${page}`),
    ],
    clerk: [
      '/pages/me/index',
      ...['invitation', 'second-factor', 'locked'].map(page => `${atWork}/account/${page}`),
      ...[`today?day=${day}`, 'today', 'check-in', 'verify', 'registration', 'blocks']
        .concat([`stop?sessionId=${booked.session.sessionId}`, `block?blockId=${blockId}`])
        .map(page => `${atWork}/desk/${page}`),
    ],
    administrator: [
      ...['overview/index', 'relay/dead-letters', 'relay/reconcile', 'rules/institutions', 'staff/list', 'staff/invite']
        .concat([`rules/rules?institutionId=${institutionId}`, `staff/member?staffId=${staffId}`])
        .concat(
          ['limits', 'cancel', 'confirm', 'fee', 'bring'].map(
            g => `rules/change?institutionId=${institutionId}&group=${g}`,
          ),
        )
        .concat(['appeals/list', `appeals/appeal?appealId=${appealId}`, 'audit/search', 'jobs/list'])
        .concat(['payments/days', `payments/day?day=${inDays(0)}`, 'payments/alarms', 'payments/refund'])
        .concat([`payments/refund?appointmentId=${paid.appointmentId}`])
        .concat(['consultations/list', 'consultations/complaints'])
        .concat([`consultations/view?consultationId=${consulted.settled}`])
        .concat([`consultations/rules?institutionId=${consulted.doctor.institutionId}`])
        .map(page => `${admin}/${page}`),
    ],
  }
}
