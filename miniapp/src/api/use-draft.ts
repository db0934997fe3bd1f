import { useState } from 'react'
import { forget, read, write } from '../platform/storage'

interface Kept<T> {
  value: T
  at: number
}

/** A draft holds what somebody typed about themselves: a day is enough. */
const life = 24 * 60 * 60 * 1000

/**
 * What is being typed, kept on the phone until it was accepted.
 * @returns the value, a setter of some fields, and `clear` for when the server has taken it
 */
export const useDraft = <T extends object>(name: string, first: T): [T, (some: Partial<T>) => void, () => void] => {
  const key = `draft:${name}`
  const [value, setValue] = useState<T>(() => {
    const kept = read<Kept<T>>(key)
    return kept && Date.now() - kept.at < life ? { ...first, ...kept.value } : first
  })
  const change = (some: Partial<T>) =>
    setValue(before => {
      const after = { ...before, ...some }
      write(key, { value: after, at: Date.now() })
      return after
    })
  const clear = () => {
    forget(key)
    setValue(first)
  }
  return [value, change, clear]
}
