/** What each kind of message says, to whom it may go and when the phone may ask for it. */
import type { AskMoment, MessageKind } from 'shared/notifications/contract'
import type { Facts } from './facts'

type Lines = readonly (readonly [label: string, fact: keyof Facts])[]

interface Kind {
  /** Whose scope covers it; `self`: the person alone, and of money whoever paid; `account`: it is about nobody. */
  scope: 'appointments' | 'card' | 'records' | 'self' | 'account'
  /** On the settings page. */
  name: string
  when: string
  /** Over the message. */
  title: string
  /** How it stands, when the fact is missing: at most 5 Chinese characters. */
  state: string
  /** What to do now, at most 20 characters. */
  advice: string
  lines: Lines
  /** What it says instead where it stands so. */
  states?: Readonly<Record<string, Partial<Pick<Kind, 'title' | 'advice'>>>>
}

const where: Lines = [
  ['医院', 'institution'],
  ['科室', 'department'],
  ['医生', 'doctor'],
]
const visit: Lines = [...where, ['就诊时间', 'time']]
const arrival: Lines = [...visit, ['地点', 'place'], ['排队号', 'queueNumber']]
const money: Lines = [
  ['金额', 'amount'],
  ['事项', 'what'],
  ['状态', 'state'],
  ['时间', 'time'],
  ['医院', 'institution'],
  ['说明', 'reason'],
]

const consultation: Lines = [
  ['医院', 'institution'],
  ['医生', 'doctor'],
  ['结果', 'state'],
  ['说明', 'reason'],
]

export const kinds: Record<MessageKind, Kind> = {
  appointment_confirmed: {
    scope: 'appointments',
    name: '预约成功',
    when: '号约好了，告诉您时间和地点',
    title: '预约成功',
    state: '预约成功',
    advice: '请带身份证，提前到医院报到',
    lines: [...arrival, ['说明', 'reason']],
  },
  appointment_refused: {
    scope: 'appointments',
    name: '预约没有成功',
    when: '医院不能接受预约，或者预约被取消',
    title: '预约没有成功',
    state: '未成功',
    advice: '可以换个时间再约',
    lines: [...visit, ['原因', 'reason']],
  },
  appointment_stopped: {
    scope: 'appointments',
    name: '医生停诊',
    when: '您约的门诊停了，马上告诉您',
    title: '医生停诊，请不要跑空',
    state: '已停诊',
    advice: '请打开小程序改约',
    lines: [...where, ['原就诊时间', 'time'], ['原因', 'reason']],
  },
  appointment_reminder: {
    scope: 'appointments',
    name: '看病前提醒',
    when: '前一天晚上和看病前两小时',
    title: '别忘了去看病',
    state: '即将就诊',
    advice: '请带身份证，提前到医院报到',
    lines: arrival,
  },
  queue_near: {
    scope: 'appointments',
    name: '快叫到您了',
    when: '前面只剩三位或更少',
    title: '快叫到您了',
    state: '快到号了',
    advice: '请到诊室门口等候',
    lines: [['前面还有', 'ahead'], ['您的排队号', 'queueNumber'], ...where, ['地点', 'place']],
  },
  waitlist_offer: {
    scope: 'appointments',
    name: '候补有号了',
    when: '有人退号，轮到您',
    title: '候补有号了，请尽快确认',
    state: '等您确认',
    advice: '过时不答复就轮到下一位',
    lines: [...visit, ['请在此前确认', 'answerBy'], ['说明', 'reason']],
  },
  payment: {
    scope: 'self',
    name: '付款结果',
    when: '付款成功，或者快过付款时间',
    title: '付款通知',
    state: '付款成功',
    advice: '凭据在预约详情里',
    lines: [...money, ['请在此前付款', 'answerBy']],
  },
  refund: {
    scope: 'self',
    name: '退款',
    when: '开始退款和退款到账',
    title: '退款通知',
    state: '退款',
    advice: '一般 1 到 3 天退回原来的账户',
    lines: money,
  },
  card_used: {
    scope: 'card',
    name: '健康卡被使用',
    when: '有人扫了您的电子健康卡',
    title: '您的电子健康卡刚被使用',
    state: '已使用',
    advice: '不是本人使用，请马上挂失',
    lines: [
      ['医院', 'institution'],
      ['用途', 'action'],
      ['结果', 'state'],
    ],
  },
  record_viewed: {
    scope: 'self',
    name: '有人查看我的信息',
    when: '医院的人查看了您的信息，一天最多一条',
    title: '有人查看了您的信息',
    state: '已查看',
    advice: '有疑问请打开小程序查看',
    lines: [
      ['查看的人', 'who'],
      ['做了什么', 'action'],
    ],
  },
  consultation_answered: {
    scope: 'records',
    name: '问诊有回复',
    when: '医生接诊或者回复了，您还没有看',
    title: '医生回复您了',
    state: '有回复',
    advice: '请打开小程序看医生怎么说',
    lines: consultation,
    states: {
      已接诊: { title: '医生已接诊' },
      请您回答: { title: '医生问您一句，请回答', advice: '请打开小程序回答医生' },
      已换医生: { title: '您的问诊换了医生' },
      投诉已答: { title: '投诉有答复了', advice: '请打开小程序看答复' },
    },
  },
  consultation_ended: {
    scope: 'records',
    name: '问诊结束',
    when: '医生写好小结、转去门诊，或者没有接诊',
    title: '您的问诊结束了',
    state: '已结束',
    advice: '请打开小程序看结果',
    lines: consultation,
    states: { 小结更正: { title: '小结有更正', advice: '请打开小程序看新的小结' } },
  },
  consultation_follow_up: {
    scope: 'records',
    name: '复诊提醒',
    when: '到了医生约您复诊的日子',
    title: '到复诊的日子了',
    state: '该复诊了',
    advice: '请按医生说的去复诊',
    lines: consultation,
  },
  consultation_waiting: {
    scope: 'account',
    name: '有问诊等您回复（医生）',
    when: '您当医生时，有居民在等您接诊或回复，或者有小结没写',
    title: '有问诊等您回复',
    state: '等您回复',
    advice: '请打开小程序查看',
    lines: [
      ['机构', 'institution'],
      ['情况', 'state'],
    ],
    states: {
      可能紧急: { title: '有问诊可能紧急，请马上看' },
      没写小结: { title: '有问诊自动结束了，还没写小结', advice: '请打开小程序补写小结' },
    },
  },
}

/** What a kind says as it stands. @param state the fact; undefined: as the kind's own */
export const wordsOf = (kind: MessageKind, state: string | undefined): Kind => ({
  ...kinds[kind],
  ...(state === undefined ? undefined : kinds[kind].states?.[state]),
})

/** What the phone may ask WeChat's consent for at a moment, the most useful first. */
export const asked: Record<AskMoment, readonly MessageKind[]> = {
  booked: ['appointment_reminder', 'appointment_stopped', 'appointment_confirmed', 'queue_near'],
  waitlisted: ['waitlist_offer', 'appointment_stopped', 'appointment_reminder'],
  paid: ['refund', 'appointment_reminder', 'appointment_stopped', 'queue_near'],
  consulted: ['consultation_answered', 'consultation_ended', 'consultation_follow_up', 'refund'],
  on_duty: ['consultation_waiting'],
}
