/** Which accesses the county platform hears of: those by staff to a person's data. */
import type { Happened } from '../../relay/outbox'
import type { AuditEvent } from './audit-event.entity'

const staffRoles = ['doctor', 'staff', 'administrator']

/** Ids start anew with a new database, so the instant is part of the public id. */
const publicId = (row: AuditEvent): string => `${row.auditId}.${row.at.getTime().toString(36)}`

export const auditIdOf = (id: string): string => id.split('.')[0]!

export const accessesToRelay = (rows: AuditEvent[], now: Date): Happened[] =>
  rows
    .filter(row => row.personId && staffRoles.includes(row.role ?? ''))
    .map(row => ({ kind: 'access', id: publicId(row), version: 1, data: {}, at: now }))
