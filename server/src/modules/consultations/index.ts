/** The only door of this module. */
import type { Context } from '../../context'
import type { Routes } from '../../http/call'
import type { Job } from '../../jobs/scheduler'
import type { ConsultationOf } from '../appointments'
import { answeringRoutes } from './answering/answering-routes'
import { doctorDeskRoutes } from './answering/desk-routes'
import { askingRoutes } from './asking/asking-routes'
import { endLate } from './asking/end-late'
import { underWay } from './asking/under-way'
import { oversightRoutes } from './oversight/oversight-routes'
import { remindOfFollowUps } from './records/remind-follow-up'
import { resealConsultations } from './records/reseal'
import { forgetOld } from './records/retention'
import { recordRoutes } from './records/record-routes'
import { talkRoutes } from './talking/talk-routes'
import { tellUnread } from './talking/tell-unread'

export { mayOpenConsultation, notePictureLook } from './asking/may-open'
export { answeringData, consultationData } from './records/consultation-data'
export { consultationOrders } from './asking/consultation-orders'
export { answersMapping, consultationMapping } from './fhir'
export { messageMapping } from './talking/fhir'
export { diagnosisMapping, recordMapping } from './records/fhir'
export { onConsultationChecked } from './talking/checked'
export { typingAudienceOf as audienceOf } from './talking/typing'

/** For the first page (appointments/neighbours.ts). */
export const consultationUnderWay =
  (context: Context): ConsultationOf =>
  (asking, people) =>
    underWay({ context, ...asking }, people)

/** Residents, doctors, the administrator. */
export const consultationRoutes = (context: Context): Routes[] => [
  askingRoutes(context),
  talkRoutes(context),
  answeringRoutes(context),
  doctorDeskRoutes(context),
  recordRoutes(context),
  oversightRoutes(context),
]

export const consultationJobs = (context: Context): Job[] => [
  {
    name: 'consultations-end-late',
    does: '没人接诊、接了没答完的问诊自动结束并退款',
    everySeconds: 30,
    leaseSeconds: 300,
    run: async stopping => {
      const ended = await endLate(context, stopping)
      if (ended) context.log.info({ consultations: ended }, 'consultations whose time was over were ended')
    },
  },
  {
    name: 'consultations-tell-unread',
    does: '对方说了话、一分钟还没有看的，发消息告诉他',
    everySeconds: 30,
    leaseSeconds: 300,
    run: stopping => tellUnread(context, stopping),
  },
  {
    name: 'consultations-remind',
    does: '到了医生说的复诊日提醒',
    everySeconds: 600,
    leaseSeconds: 300,
    run: stopping => remindOfFollowUps(context, stopping),
  },
  {
    name: 'consultations-forget',
    does: '过了保存年限的问诊对话和病历删掉',
    everySeconds: 86_400,
    leaseSeconds: 3_600,
    run: async stopping => {
      const went = await forgetOld(context, stopping)
      if (went.conversations || went.records) context.log.info(went, 'consultations were forgotten after their years')
    },
  },
  {
    name: 'consultations-reseal',
    does: '换密钥后把问诊内容重新加密',
    everySeconds: 86_400,
    leaseSeconds: 3_600,
    run: () => resealConsultations(context),
  },
]
