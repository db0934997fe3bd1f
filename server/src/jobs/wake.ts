/** Wakes a job of this process (`Job.wake`) before its time. */
import type { Wake } from './scheduler'

export const createWake = (): Wake => {
  let rung = false
  let awake: (() => void) | undefined
  return {
    ring() {
      rung = true
      awake?.()
    },
    async wait(ms) {
      if (!rung)
        await new Promise<void>(resolve => {
          const timer = setTimeout(resolve, ms)
          awake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      rung = false
      awake = undefined
    },
  }
}
