const minuteMs = 60_000

/** When to try again what failed `failures` times: after 15 s, 30 s, 1 min … at most half an hour. */
export const afterFailures = (failures: number, now: Date): Date =>
  new Date(now.getTime() + Math.min(15_000 * 2 ** failures, 30 * minuteMs))

/** When to ask again about what began at `since`: after `everyMs` at first, later at half its age, at most 6 hours. */
export const askAgain = (since: Date, everyMs: number, now: Date): Date => {
  const age = now.getTime() - since.getTime()
  return new Date(now.getTime() + Math.min(Math.max(everyMs, age / 2), 360 * minuteMs))
}
