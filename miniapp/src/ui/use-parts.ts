import { useState } from 'react'

/** A long list in parts: WeChat draws a page of many nodes slowly (≤ 500 on a page, ≤ 30 in one parent). */
export const useParts = <T>(items: readonly T[], size: number): { shown: readonly T[]; more: (() => void) | null } => {
  const [count, setCount] = useState(size)
  return { shown: items.slice(0, count), more: items.length > count ? () => setCount(count + size) : null }
}
