import type { Context } from '../../context'
import type { Job } from '../../jobs/scheduler'
import { sendReminders } from './reminders'
import { closePast } from './schedule/close-past'
import { returnReserved } from './schedule/return-reserved'
import { waitlistJobs } from './waitlist/waitlist-jobs'

export const appointmentJobs = (context: Context): Job[] => [
  {
    name: 'appointments-return-reserved',
    does: '没用完的预留号放回给大家约',
    everySeconds: 60,
    leaseSeconds: 300,
    run: async () => {
      const opened = await returnReserved(context.db, context.clock.now(), context.config.TIME_ZONE)
      if (opened) context.log.info({ slots: opened }, 'reserved numbers returned to the public pool')
    },
  },
  {
    name: 'appointments-close-past',
    does: '过了时间的预约自动结束',
    everySeconds: 600,
    leaseSeconds: 600,
    run: async () => {
      const ended = await closePast(context)
      if (ended.lapsed || ended.absent) context.log.info(ended, 'bookings whose time was over were closed')
    },
  },
  {
    name: 'appointments-remind',
    does: '看病前一天和看病前提醒',
    everySeconds: 60,
    leaseSeconds: 300,
    run: stopping => sendReminders(context, stopping),
  },
  ...waitlistJobs(context),
]
