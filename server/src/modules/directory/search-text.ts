/** By what a person finds something: its Chinese words, their pinyin, and the pinyin's initials. */
import { pinyin } from 'pinyin-pro'

const options = { toneType: 'none', type: 'array', nonZh: 'removed', v: true } as const

/** First letters of each character: 王建国 → `wjg`. */
export const initialsOf = (name: string): string => pinyin(name, { ...options, pattern: 'first' }).join('')

/** Names with pinyin and initials, then plain words; lower case, at most `length` characters. */
export const searchTextOf = (names: readonly string[], words: readonly string[], length: number): string =>
  [...names.flatMap(n => [n, initialsOf(n), pinyin(n, options).join('')]), ...words.flatMap(w => [w, initialsOf(w)])]
    .filter(Boolean)
    .join(' ')
    .toLowerCase()
    .slice(0, length)
