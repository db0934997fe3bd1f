import type { Context } from '../../context'
import type { Job } from '../../jobs/scheduler'
import { resealRows } from '../../security/reseal'
import { HealthCard } from './health-card.entity'

export const healthCardJobs = ({ db, cipher }: Context): Job[] => [
  {
    name: 'health-card-reseal',
    does: '换密钥后，把健康卡号用新密钥重新加密',
    everySeconds: 3600,
    leaseSeconds: 3600,
    run: () => resealRows(db, cipher, HealthCard, 'personId', { cardNumber: 'card_number' }),
  },
]
