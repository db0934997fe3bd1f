/** Every kind of event that the county platform hears of. */
import { appointmentMapping, waitlistMapping } from '../modules/appointments'
import { accessMapping } from '../modules/audit'
import {
  answersMapping,
  consultationMapping,
  diagnosisMapping,
  messageMapping,
  recordMapping,
} from '../modules/consultations'
import { consentMapping, proxyMapping } from '../modules/identity'
import { invoiceMapping, paymentMapping, refundMapping } from '../modules/payments'
import type { Mapping } from './mapping'

export const mappings: readonly Mapping[] = [
  appointmentMapping,
  waitlistMapping,
  consentMapping,
  proxyMapping,
  accessMapping,
  invoiceMapping,
  paymentMapping,
  refundMapping,
  consultationMapping,
  messageMapping,
  answersMapping,
  diagnosisMapping,
  recordMapping,
]
