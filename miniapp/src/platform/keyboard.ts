import { useEffect } from 'react'

/** A desk in a browser has a keyboard; a mini-program's pages never see one. */
export const hasKeyboard = process.env.TARO_ENV === 'h5'

/** Moves the focus from an element to the one before or after it among all that match. */
export const stepFocus = (from: EventTarget, selector: string, by: 1 | -1): void => {
  const all = [...document.querySelectorAll<HTMLElement>(selector)].filter(element => element.offsetParent)
  all[all.indexOf(from as HTMLElement) + by]?.focus()
}

/** Focuses the input inside the first element that matches. */
export const focusInput = (selector: string): void => {
  if (hasKeyboard) document.querySelector<HTMLElement>(`${selector} input`)?.focus()
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && ['INPUT', 'TEXTAREA'].includes(target.tagName)

/** Single keys that do something while `when` holds and nothing is being typed. */
export const useKeys = (keys: Record<string, () => void>, when: boolean): void => {
  useEffect(() => {
    if (!hasKeyboard || !when) return undefined
    const pressed = (event: KeyboardEvent) => {
      const run = keys[event.key.toLowerCase()]
      if (!run || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      event.preventDefault()
      run()
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  })
}
