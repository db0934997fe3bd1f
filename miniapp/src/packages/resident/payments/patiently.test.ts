import type { Order } from 'shared/payments/model'
import { patiently, waitsAfter } from './patiently'

const order = (state: Order['state']) => ({ state }) as Order
const asking = (answers: (Order | 'lost')[]) => {
  const waited: number[] = []
  const ask = async () => {
    const answer = answers.shift()
    if (!answer || answer === 'lost') throw new Error('network')
    return answer
  }
  const pause = async (ms: number) => void waited.push(ms)
  return { waited, run: (waits: readonly number[]) => patiently(ask, waits, pause) }
}

test('stops as soon as it is decided, over lost answers', async () => {
  const { waited, run } = asking(['lost', order('open'), 'lost', order('paid'), order('open')])
  await expect(run(waitsAfter.ok)).resolves.toEqual(order('paid'))
  expect(waited).toEqual([0, 1_500, 2_000, 3_000])
})

test('patience ends with what is known', async () => {
  const { waited, run } = asking([order('open'), 'lost', 'lost', 'lost', 'lost', 'lost', 'lost'])
  await expect(run(waitsAfter.ok)).resolves.toEqual(order('open'))
  expect(waited).toHaveLength(waitsAfter.ok.length)
  await expect(asking([]).run(waitsAfter.fail)).resolves.toBeNull()
})

test('who gave up is asked about once: it may have been paid on another phone', async () => {
  const { waited, run } = asking([order('paid')])
  await expect(run(waitsAfter.cancel)).resolves.toEqual(order('paid'))
  expect(waited).toEqual([0])
})
