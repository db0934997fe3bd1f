/** The sandbox's own clock, so that a test can let a code or a token grow old without waiting. */
export function createClock() {
  let ahead = 0
  return {
    /** Milliseconds since 1970, UTC. */
    now: () => Date.now() + ahead,
    advance: (milliseconds: number) => {
      ahead += milliseconds
    },
  }
}
export type Clock = ReturnType<typeof createClock>
