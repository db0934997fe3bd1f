import { createBatcher } from './batch'

const pause = (ms: number) => new Promise(r => setTimeout(r, ms))

test('what is asked while a round runs is asked together by the next, each answered in its place', async () => {
  const rounds: number[][] = []
  const ask = createBatcher<number, number>(
    async keys => {
      rounds.push(keys)
      await pause(20)
      return keys.map(k => k * 10)
    },
    { most: 3, underWay: 1 },
  )
  const first = ask(1)
  await pause(5)
  const others = [2, 3, 4, 5].map(ask)
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
  const ask = createBatcher<string, string>(
    async keys => {
      const seen = value
      await pause(20)
      return keys.map(() => seen)
    },
    { most: 10, underWay: 1 },
  )
  const early = ask('a')
  await pause(5)
  value = 'new'
  expect(await Promise.all([early, ask('b')])).toEqual(['old', 'new'])
})
