import { createReaching, type Marks } from './reach'

/** A server that writes down what it was told, and answers when let. */
const heardBy = () => {
  const heard: Marks[] = []
  const answers: { yes: () => void; no: () => void }[] = []
  const tell = (marks: Marks) => {
    heard.push(marks)
    return new Promise<void>((yes, no) => answers.push({ yes, no: () => no(new Error('lost')) }))
  }
  const answer = async (how: 'yes' | 'no' = 'yes') => {
    answers.shift()![how]()
    await jest.advanceTimersByTimeAsync(0)
  }
  return { heard, tell, answer }
}
const upTo = (delivered: number, read = delivered): Marks => ({ delivered, read })
const moment = () => jest.advanceTimersByTimeAsync(300)

beforeEach(() => jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

it('tells received and read of one moment in one request, the farthest of each', async () => {
  const { heard, tell } = heardBy()
  const { reach } = createReaching(tell)
  reach(upTo(4, 0))
  reach(upTo(4))
  reach(upTo(6, 0))
  reach(upTo(5))
  expect(heard).toEqual([])
  await moment()
  expect(heard).toEqual([upTo(6, 5)])
})

it('waits for no end of a rush: the first of a moment is told with it', async () => {
  const { heard, tell, answer } = heardBy()
  const { reach } = createReaching(tell)
  for (let n = 1; n <= 20; n++) {
    reach(upTo(n))
    await jest.advanceTimersByTimeAsync(50)
    if (n % 6 === 0) await answer()
  }
  await moment()
  expect(heard.map(marks => marks.read)).toEqual([6, 12, 18, 20])
})

it('tells one at a time, and nothing twice or back', async () => {
  const { heard, tell, answer } = heardBy()
  const { reach } = createReaching(tell)
  reach(upTo(3))
  await moment()
  reach(upTo(5))
  await moment()
  expect(heard).toEqual([upTo(3)])
  await answer()
  await moment()
  expect(heard).toEqual([upTo(3), upTo(5)])
  await answer()
  reach(upTo(5))
  reach(upTo(2))
  await moment()
  expect(heard).toHaveLength(2)
})

it('tells once more what was lost, with the next that comes', async () => {
  const { heard, tell, answer } = heardBy()
  const { reach, told } = createReaching(tell)
  reach(upTo(3))
  await moment()
  await answer('no')
  await moment()
  expect(heard).toHaveLength(1)
  expect(told()).toEqual(upTo(0))
  reach(upTo(3, 0))
  await moment()
  await answer()
  expect(heard).toEqual([upTo(3), upTo(3)])
  expect(told()).toEqual(upTo(3))
})

it('tells at once when the page goes, and nothing when there is nothing', async () => {
  const { heard, tell, answer } = heardBy()
  const { reach, flush, known } = createReaching(tell)
  flush()
  reach(upTo(2))
  flush()
  expect(heard).toEqual([upTo(2)])
  await answer()
  await moment()
  known(upTo(7))
  reach(upTo(7))
  flush()
  await moment()
  expect(heard).toHaveLength(1)
})
