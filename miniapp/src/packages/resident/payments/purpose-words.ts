import type { Order } from 'shared/payments/model'
import { routes } from '../../../routes'

interface PurposeWords {
  title: string
  lead: string
  /** Before an instant: until when it can be paid. */
  until: string
  looking: string
  kept: string
  unknown: string
  unavailable: string
  giveUp: string
  givingUp: string
  givenUp: string
  sure: { title: string; words: string; yes: string }
  givenUpTitle: string
  over: string
  again: string
  door: string
}

/** What is paid for, in the words of the payment pages. */
export const purposeWords: Record<Order['purpose'], PurposeWords> = {
  appointment: {
    title: '付挂号费',
    lead: '付了款，号才算约上。',
    until: '号给您留到',
    looking: '时间到了，正在看这个号还在不在',
    kept: '号给您留着。',
    unknown: '“我的预约”里也能看到',
    unavailable: '号给您留着，过一会儿再来付。也可以先退了号，到窗口挂。',
    giveUp: '不要这个号了',
    givingUp: '正在退号…',
    givenUp: '号退回去了，不用付款',
    sure: {
      title: '不要这个号了？',
      words: '还没有付钱，退了不收钱，也不算失约；号会马上给别人。',
      yes: '不要了，退号',
    },
    givenUpTitle: '这个号已经退了，不用付款',
    over: '号已经放回，没有收您的钱，也不算失约。',
    again: '再约一个号',
    door: '看这个预约',
  },
  consultation: {
    title: '付问诊费',
    lead: '付了款，医生才会看到您的问题。',
    until: '请在这之前付：',
    looking: '时间到了，正在看还能不能付',
    kept: '您写的都留着。',
    unknown: '问诊里也能看到',
    unavailable: '您写的都留着，过一会儿再来付。着急的话请打电话给医院，或预约挂号。',
    giveUp: '不问了',
    givingUp: '正在撤回…',
    givenUp: '问诊撤回了，不用付款',
    sure: { title: '不问了？', words: '还没有付钱，撤回不收钱，医生不会看到。', yes: '撤回' },
    givenUpTitle: '这次问诊已经撤回，不用付款',
    over: '问诊没有发给医生，没有收您的钱。',
    again: '再问一次',
    door: '看这次问诊',
  },
}

/** Where what was paid for is to be seen. */
export const placeOfPurpose = ({ purpose, purposeId }: Pick<Order, 'purpose' | 'purposeId'>) =>
  purpose === 'appointment'
    ? { route: routes.appointment, query: { appointmentId: purposeId } }
    : { route: routes.consultation, query: { consultationId: purposeId } }
