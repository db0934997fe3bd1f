/**
 * The sandbox's own clock, so that a test can let a code or a token grow old without waiting. `base` is what it runs
 * on: a test whose server has a clock of its own gives that one.
 */
export function createClock(base: () => number = Date.now) {
  let ahead = 0
  return {
    /** Milliseconds since 1970, UTC. */
    now: () => base() + ahead,
    advance: (milliseconds: number) => {
      ahead += milliseconds
    },
  }
}
export type Clock = ReturnType<typeof createClock>
