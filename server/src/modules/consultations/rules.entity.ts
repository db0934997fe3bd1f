import type { ConsultationRules as Rules } from 'shared/consultations/admin-contract'
import { Entity } from 'typeorm'
import { RulesChangeRow, RulesRow } from '../../db/rules-rows'

@Entity('consultation_rules')
export class ConsultationRules extends RulesRow<Rules> {}

@Entity('consultation_rules_change')
export class ConsultationRulesChange extends RulesChangeRow {}
