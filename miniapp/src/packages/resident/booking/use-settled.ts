import { useEffect, useState } from 'react'

/** A value that has stood still for a while: typing asks the server once, not once a key. */
export const useSettled = <T>(value: T, ms = 350): T => {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return settled
}
