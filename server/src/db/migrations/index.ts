/** In the order they run; a released one is never changed. */
import { Kernel1764000000000 } from './1764000000000-kernel'
import { Identity1764000100000 } from './1764000100000-identity'
import { HealthCard1764000150000 } from './1764000150000-health-card'
import { Directory1764000200000 } from './1764000200000-directory'
import { Appointments1764000300000 } from './1764000300000-appointments'
import { Audit1764000400000 } from './1764000400000-audit'
import { Relay1764000500000 } from './1764000500000-relay'
import { HealthCardChanges1764000600000 } from './1764000600000-health-card-changes'
import { RegistrationCases1764000650000 } from './1764000650000-registration-cases'
import { Payments1764000700000 } from './1764000700000-payments'
import { Messages1764000900000 } from './1764000900000-messages'
import { AppointmentFees1764001000000 } from './1764001000000-appointment-fees'
import { PaymentBills1764001100000 } from './1764001100000-payment-bills'
import { InboxOrder1764001150000 } from './1764001150000-inbox-order'
import { Attachments1764001200000 } from './1764001200000-attachments'
import { DoctorQualifications1764001250000 } from './1764001250000-doctor-qualifications'
import { Consultations1764001300000 } from './1764001300000-consultations'
import { MessagesToAccounts1764001350000 } from './1764001350000-messages-to-accounts'
import { ConsultationCame1764001400000 } from './1764001400000-consultation-came'
import { VisitNumbers1764001450000 } from './1764001450000-visit-numbers'
import { ConsultationAssessment1764001500000 } from './1764001500000-consultation-assessment'

export const migrations = [
  Kernel1764000000000,
  Identity1764000100000,
  HealthCard1764000150000,
  Directory1764000200000,
  Appointments1764000300000,
  Audit1764000400000,
  Relay1764000500000,
  HealthCardChanges1764000600000,
  RegistrationCases1764000650000,
  Payments1764000700000,
  Messages1764000900000,
  AppointmentFees1764001000000,
  PaymentBills1764001100000,
  InboxOrder1764001150000,
  Attachments1764001200000,
  DoctorQualifications1764001250000,
  Consultations1764001300000,
  MessagesToAccounts1764001350000,
  ConsultationCame1764001400000,
  VisitNumbers1764001450000,
  ConsultationAssessment1764001500000,
]
