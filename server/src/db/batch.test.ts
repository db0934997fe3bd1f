import { createBatcher } from './batch'

/** Something that happens when the test says so. */
const gate = () => {
  let open = (): void => undefined
  const opened = new Promise<void>(resolve => (open = resolve))
  return { open, opened }
}

test('what is asked while a round runs is asked together by the next, each answered in its place', async () => {
  const rounds: number[][] = []
  const [began, ends] = [gate(), gate()]
  const ask = createBatcher<number, number>(
    async keys => {
      rounds.push(keys)
      began.open()
      await ends.opened
      return keys.map(k => k * 10)
    },
    { most: 3, underWay: 1 },
  )
  const first = ask(1)
  await began.opened
  const others = [2, 3, 4, 5].map(ask)
  ends.open()
  expect(await Promise.all([first, ...others])).toEqual([10, 20, 30, 40, 50])
  expect(rounds).toEqual([[1], [2, 3, 4], [5]])
})

test('an error is that round’s alone', async () => {
  let broken = true
  const ask = createBatcher<number, number>(
    async keys => {
      if (broken) throw new Error('gone')
      return keys
    },
    { most: 10, underWay: 1 },
  )
  const together = await Promise.allSettled([ask(1), ask(2)])
  expect(together.map(t => t.status)).toEqual(['rejected', 'rejected'])
  broken = false
  expect(await ask(3)).toBe(3)
})

test('nobody is answered from a round that began before they asked', async () => {
  let value = 'old'
  const [began, ends] = [gate(), gate()]
  const ask = createBatcher<string, string>(
    async keys => {
      const seen = value
      began.open()
      await ends.opened
      return keys.map(() => seen)
    },
    { most: 10, underWay: 1 },
  )
  const early = ask('a')
  await began.opened
  value = 'new'
  const late = ask('b')
  ends.open()
  expect(await Promise.all([early, late])).toEqual(['old', 'new'])
})
