import { useEffect } from 'react'

/** What was refused for one person is not refused for the next one chosen. */
export const useForgetRefusal = (personId: string | undefined, clear: () => void): void => {
  useEffect(() => {
    clear()
    // `clear` is new on every render; only the person matters.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [personId])
}
