import { create } from 'zustand'

interface Question {
  title: string
  words?: string
  yes: string
  no?: string
  danger?: boolean
}
interface Asked extends Question {
  answer: (yes: boolean) => void
}
interface Said {
  words: string
  undo?: { words: string; run: () => void }
}

/** What floats above the page in front; pages only call `confirm` and `say`. */
export const useOverlays = create<{ asked: Asked | null; said: Said | null }>(() => ({ asked: null, said: null }))

/** Asks before something that cannot simply be taken back; the answer says what the buttons say, never just 确定. */
export const confirm = (question: Question): Promise<boolean> =>
  new Promise(resolve => {
    useOverlays.getState().asked?.answer(false)
    const answer = (yes: boolean) => {
      useOverlays.setState({ asked: null })
      resolve(yes)
    }
    useOverlays.setState({ asked: { ...question, answer } })
  })

let timer: ReturnType<typeof setTimeout> | undefined

/** Says in passing what was done; long enough to read, with a way back where there is one. */
export const say = (words: string, undo?: Said['undo']): void => {
  clearTimeout(timer)
  useOverlays.setState({ said: { words, undo } })
  timer = setTimeout(() => useOverlays.setState({ said: null }), undo ? 8_000 : 3_500)
}

/** What was said in passing is over with the next thing one does; a way back stays for its time. */
export const hush = (): void => {
  if (useOverlays.getState().said?.undo === undefined) useOverlays.setState({ said: null })
}
