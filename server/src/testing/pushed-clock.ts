import type { Clock } from '../clock'

/** A clock that tests can set and push; it runs on from there. */
export const createPushedClock = (): Clock & { set(at: Date): void; push(ms: number): void } => {
  let offset = 0
  return {
    now: () => new Date(Date.now() + offset),
    set: at => void (offset = at.getTime() - Date.now()),
    push: ms => void (offset += ms),
  }
}
