/** Asks until it is so. @throws after 20 seconds */
export const waitFor = async (so: () => Promise<boolean>): Promise<void> => {
  for (const end = Date.now() + 20_000; !(await so());) {
    if (Date.now() > end) throw new Error('Waited in vain for 20 seconds')
    await new Promise(done => setTimeout(done, 100))
  }
}
