/** Who saw or changed whose data, sealed so that a removed or changed row shows. */
import type { Context } from '../../context'
import type { Job } from '../../jobs/scheduler'
import { sealRows } from './seal'

export { accessData } from './access-data'
export { AuditEvent } from './audit-event.entity'
export { accessMapping } from './fhir'
export { type Access, recordAccess, recordAccesses } from './record'
export { auditRoutes } from './routes'
export { type StaffLook, staffLooksBetween } from './staff-looks'
export { type Traced, didSince, traceOf } from './trace'

export const auditJobs = (context: Context): Job[] => [
  {
    name: 'audit-seal',
    does: '给访问记录封存，改动会被发现',
    everySeconds: 60,
    leaseSeconds: 600,
    run: async stopping => void (await sealRows(context, stopping)),
  },
]
