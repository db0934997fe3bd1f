import type { Context } from '../../context'
import type { Job } from '../../jobs/scheduler'
import { sendReminders } from './reminders'
import { closePast } from './schedule/close-past'
import { returnReserved } from './schedule/return-reserved'
import { waitlistJobs } from './waitlist/waitlist-jobs'

export const appointmentJobs = (context: Context): Job[] => [
  {
    name: 'appointments-return-reserved',
    everySeconds: 60,
    leaseSeconds: 300,
    run: async () => {
      const opened = await returnReserved(context.db, context.clock.now(), context.config.TIME_ZONE)
      if (opened) context.log.info({ slots: opened }, 'reserved numbers returned to the public pool')
    },
  },
  {
    name: 'appointments-close-past',
    everySeconds: 600,
    leaseSeconds: 600,
    run: async () => {
      const ended = await closePast(context)
      if (ended.lapsed || ended.absent) context.log.info(ended, 'bookings whose time was over were closed')
    },
  },
  {
    name: 'appointments-remind',
    everySeconds: 60,
    leaseSeconds: 300,
    run: stopping => sendReminders(context, stopping),
  },
  ...waitlistJobs(context),
]
