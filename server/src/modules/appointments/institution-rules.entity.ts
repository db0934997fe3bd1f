import type { AppointmentRules } from 'shared/appointments/rules-contract'
import { Entity } from 'typeorm'
import { RulesChangeRow, RulesRow } from '../../db/rules-rows'

@Entity('institution_rules')
export class InstitutionRules extends RulesRow<AppointmentRules> {}

@Entity('institution_rules_change')
export class InstitutionRulesChange extends RulesChangeRow {}
