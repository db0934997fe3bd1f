/** Every table's entity, by module. */
import { IdempotencyRecord } from './idempotency-record.entity'
import { JobRecord } from '../jobs/job-record.entity'
import { Appointment } from '../modules/appointments/appointment.entity'
import { InstitutionRules, InstitutionRulesChange } from '../modules/appointments/institution-rules.entity'
import { NoShowBlock } from '../modules/appointments/no-show-block.entity'
import { AppointmentSession } from '../modules/appointments/session.entity'
import { AppointmentSlot } from '../modules/appointments/slot.entity'
import { WaitlistEntry } from '../modules/appointments/waitlist-entry.entity'
import { Attachment } from '../modules/attachments/attachment.entity'
import { ContentAsk, HeldText } from '../modules/attachments/content-check.entity'
import { AuditEvent } from '../modules/audit/audit-event.entity'
import { AuditSeal } from '../modules/audit/audit-seal.entity'
import { ConsultationComplaint } from '../modules/consultations/complaint.entity'
import { Consultation } from '../modules/consultations/consultation.entity'
import { DoctorDesk } from '../modules/consultations/doctor-desk.entity'
import { ConsultationMessage } from '../modules/consultations/message.entity'
import { ConsultationPhrase } from '../modules/consultations/phrase.entity'
import { ConsultationRules, ConsultationRulesChange } from '../modules/consultations/rules.entity'
import { SigningKey } from '../modules/consultations/signing-key.entity'
import { ConsultationSummary } from '../modules/consultations/summary.entity'
import { Department } from '../modules/directory/department.entity'
import { Doctor } from '../modules/directory/doctor.entity'
import { DoctorDepartment } from '../modules/directory/doctor-department.entity'
import { Favourite } from '../modules/directory/favourite.entity'
import { Institution } from '../modules/directory/institution.entity'
import { Account } from '../modules/identity/account.entity'
import { AttemptCount } from '../modules/identity/attempt-count.entity'
import { Consent } from '../modules/identity/consent.entity'
import { IdentityAppeal } from '../modules/identity/identity-appeal.entity'
import { CardUsage } from '../modules/health-card/card-usage.entity'
import { HealthCard } from '../modules/health-card/health-card.entity'
import { Invitation } from '../modules/identity/invitation.entity'
import { Person } from '../modules/identity/person.entity'
import { PersonLink } from '../modules/identity/person-link.entity'
import { RegistrationCase } from '../modules/identity/registration-case.entity'
import { RefreshToken } from '../modules/identity/refresh-token.entity'
import { SessionRecord } from '../modules/identity/session.entity'
import { Staff } from '../modules/identity/staff.entity'
import { InboxMessage } from '../modules/notifications/message.entity'
import { MessageDelivery } from '../modules/notifications/message-delivery.entity'
import { MessageEvent } from '../modules/notifications/message-event.entity'
import { MessageSetting } from '../modules/notifications/message-setting.entity'
import { MessageSubscription } from '../modules/notifications/message-subscription.entity'
import { BillDay } from '../modules/payments/bills/bill-day.entity'
import { BillDifference } from '../modules/payments/bills/bill-difference.entity'
import { BillElsewhere } from '../modules/payments/bills/bill-elsewhere.entity'
import { LedgerEntry } from '../modules/payments/ledger-entry.entity'
import { PaymentAlarm } from '../modules/payments/payment-alarm.entity'
import { PaymentNotice } from '../modules/payments/payment-notice.entity'
import { PaymentOrder } from '../modules/payments/payment-order.entity'
import { PaymentRefund } from '../modules/payments/payment-refund.entity'
import { PaymentTrade } from '../modules/payments/payment-trade.entity'
import { OutboxEvent } from '../relay/outbox-event.entity'
import { Reconciliation } from '../relay/reconciliation.entity'
import { RelayFeed, RelaySync } from '../relay/relay-feed.entity'
import { RelayRecord } from '../relay/relay-record.entity'

export const entities = [
  Appointment,
  InstitutionRules,
  InstitutionRulesChange,
  NoShowBlock,
  AppointmentSession,
  AppointmentSlot,
  WaitlistEntry,
  Department,
  Doctor,
  DoctorDepartment,
  Favourite,
  Institution,
  Attachment,
  ContentAsk,
  HeldText,
  AuditEvent,
  AuditSeal,
  IdempotencyRecord,
  JobRecord,
  InboxMessage,
  MessageDelivery,
  MessageEvent,
  MessageSetting,
  MessageSubscription,
  OutboxEvent,
  Reconciliation,
  RelayFeed,
  RelaySync,
  RelayRecord,
  Account,
  CardUsage,
  HealthCard,
  Consent,
  IdentityAppeal,
  Invitation,
  BillDay,
  BillDifference,
  BillElsewhere,
  LedgerEntry,
  PaymentAlarm,
  PaymentNotice,
  PaymentOrder,
  PaymentRefund,
  PaymentTrade,
  Person,
  PersonLink,
  AttemptCount,
  RegistrationCase,
  RefreshToken,
  SessionRecord,
  Staff,
  Consultation,
  ConsultationComplaint,
  ConsultationMessage,
  ConsultationPhrase,
  ConsultationRules,
  ConsultationRulesChange,
  ConsultationSummary,
  DoctorDesk,
  SigningKey,
]
