import { DateTime } from 'luxon'
import { dayOf, timeOf } from './clock'

test.each(['Asia/Shanghai', 'Asia/Urumqi', 'America/New_York', 'Australia/Lord_Howe', 'UTC'])(
  'day and time of %s, also across its changes of offset',
  zone => {
    // Every 7 hours and 3 minutes over two years: through every change of offset.
    for (let at = Date.UTC(2025, 0, 1); at < Date.UTC(2027, 0, 1); at += 423 * 60_000) {
      const there = DateTime.fromMillis(at, { zone })
      expect(`${dayOf(new Date(at), zone)} ${timeOf(new Date(at), zone)}`).toBe(there.toFormat('yyyy-MM-dd HH:mm'))
    }
  },
)
