/** Addresses that more than one package links to: the same on every target, so messages and scanned codes can carry them. */
export const routes = {
  home: '/pages/home/index',
  messages: '/pages/messages/index',
  me: '/pages/me/index',
  signIn: '/pages/sign-in/index',
  privacy: '/pages/privacy/index',
  notFound: '/pages/not-found/index',
  /** Real-name registration of oneself (实名登记). */
  register: '/packages/resident/identity/register',
  members: '/packages/resident/identity/members',
  proxies: '/packages/resident/identity/proxies',
  myData: '/packages/resident/identity/my-data',
  accesses: '/packages/resident/identity/accesses',
  consents: '/packages/resident/identity/consents',
  /** 健康信息使用说明: takes next=open-card to go on opening the card. */
  healthDataConsent: '/packages/resident/identity/consent',
  help: '/packages/resident/identity/help',
  identityAppeal: '/packages/resident/identity/appeal',
  card: '/packages/resident/health-card/show',
  /** 去哪看: the first question of a booking; takes nothing. */
  booking: '/packages/resident/booking/institutions',
  /** 选医生与时间: takes departmentId, and doctorId to begin with one doctor. */
  bookingDoctors: '/packages/resident/booking/doctors',
  favourites: '/packages/resident/booking/favourites',
  appointments: '/packages/resident/appointments/list',
  /** Takes appointmentId. */
  appointment: '/packages/resident/appointments/detail',
  /** 在线问诊: takes personId to begin with somebody. */
  consultations: '/packages/resident/consultations/start',
  /** One consultation, as the resident's side: takes consultationId. */
  consultation: '/packages/resident/consultations/talk',
  /** 付款: takes orderId. */
  pay: '/packages/resident/payments/pay',
  /** 缴费记录. */
  orders: '/packages/resident/payments/list',
  /** One order with its refunds: takes orderId. */
  order: '/packages/resident/payments/order',
  /** 消息提醒: which messages come by WeChat or text message. */
  messageSettings: '/packages/resident/messages/settings',
  invitation: '/packages/staff/account/invitation',
  /** Takes next: where to go on after the passcode. */
  secondFactor: '/packages/staff/account/second-factor',
  desk: '/packages/staff/desk/today',
  doctorHome: '/packages/doctor/consultations/queue',
  /** 请我代办的居民. */
  doctorResidents: '/packages/doctor/residents/list',
  /** One consultation, as its doctor: takes consultationId. */
  doctorConsultation: '/packages/doctor/consultations/talk',
  adminHome: '/packages/admin/overview/index',
} as const

export const tabs: readonly string[] = [routes.home, routes.messages, routes.me]
