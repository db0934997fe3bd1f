/** Some at a time; stops early at a turn in which everything failed: WeChat is away then, and asking on is idle. */
const together = 8

/** @param step answers whether it got anywhere */
export const inTurn = async <T>(all: readonly T[], step: (one: T) => Promise<boolean>): Promise<void> => {
  for (let n = 0; n < all.length; n += together) {
    const done = await Promise.all(all.slice(n, n + together).map(step))
    if (!done.some(Boolean)) return
  }
}
