/** What modules are given of the modules that build on them (identity/neighbours.ts, payments/purpose-owner.ts). */
import { type ConsultationOf, bookingData, bookingOrders } from './modules/appointments'
import { type AttachmentOwners, unusedAttachments } from './modules/attachments'
import { accessData, recordAccess, recordAccesses } from './modules/audit'
import {
  answeringData,
  audienceOf as typingAudienceOf,
  consultationData,
  consultationOrders,
  consultationUnderWay,
  mayOpenConsultation,
  notePictureLook,
  onConsultationChecked,
} from './modules/consultations'
import { favouritesData, findInstitution, institutionNames, sitsAt } from './modules/directory'
import type { Context } from './context'
import type { AudienceOf } from './live'
import { cardData } from './modules/health-card'
import type { Neighbours } from './modules/identity'
import { type PurposeOwner, type PurposeOwners, paymentData } from './modules/payments'
import { messageData } from './modules/notifications'

export const neighboursOf = (context: Context): Neighbours => ({
  recordAccess,
  recordAccesses,
  institutionNames,
  institutionExists: async (db, institutionId) => (await findInstitution(db, institutionId)) !== null,
  doctorSitsAt: sitsAt,
  personalData: [
    cardData(context),
    bookingData(context),
    consultationData(context),
    answeringData(context),
    paymentData(context),
    favouritesData,
    accessData,
    messageData(context),
    unusedAttachments,
  ],
})

/** Who is told of orders, by purpose. */
export const purposeOwners: Record<keyof PurposeOwners, (context: Context) => PurposeOwner> = {
  appointment: bookingOrders,
  consultation: consultationOrders,
}
export const ownersOf = (context: Context): PurposeOwners => ({
  appointment: purposeOwners.appointment(context),
  consultation: purposeOwners.consultation(context),
})

/** Who may see pictures and sound, by what they belong to. Deny by default. */
export const attachmentOwnersOf = (context: Context): AttachmentOwners => ({
  consultation: {
    mayOpen: mayOpenConsultation(context),
    noteLook: notePictureLook(context),
    onChecked: onConsultationChecked(context),
  },
})

/** Who hears over their sockets that somebody is writing. */
export const audienceOf = (context: Context): AudienceOf => typingAudienceOf(context)

/** What the first page shows of consultations. */
export const consultationOf = (context: Context): ConsultationOf => consultationUnderWay(context)
