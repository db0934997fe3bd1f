import { hush, say, useOverlays } from './overlays'

jest.useFakeTimers()
const said = () => useOverlays.getState().said?.words ?? null
afterEach(() => jest.runAllTimers())

it('goes by itself after its time', () => {
  say('已撤回')
  jest.advanceTimersByTime(3_000)
  expect(said()).toBe('已撤回')
  jest.advanceTimersByTime(1_000)
  expect(said()).toBeNull()
})

it('what is said next has its own whole time', () => {
  say('已经记下')
  jest.advanceTimersByTime(3_000)
  say('已撤回')
  jest.advanceTimersByTime(3_000)
  expect(said()).toBe('已撤回')
  jest.advanceTimersByTime(1_000)
  expect(said()).toBeNull()
})

it('is over with the next tap, but a way back stays for its time', () => {
  say('已撤回')
  hush()
  expect(said()).toBeNull()
  say('已经叫号', { words: '撤销', run: () => undefined })
  hush()
  jest.advanceTimersByTime(7_000)
  expect(said()).toBe('已经叫号')
  jest.advanceTimersByTime(2_000)
  expect(said()).toBeNull()
})
