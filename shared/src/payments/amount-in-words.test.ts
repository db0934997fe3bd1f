import * as fc from 'fast-check'
import { amountInWords } from './amount-in-words'

// The first six are the annex's own examples or their kind; 万, 亿 and runs of zeros follow.
it.each([
  [140950, '壹仟肆佰零玖元伍角整'],
  [600714, '陆仟零柒元壹角肆分'],
  [168032, '壹仟陆佰捌拾元叁角贰分'],
  [10700053, '壹拾万柒仟元伍角叁分'],
  [1640902, '壹万陆仟肆佰零玖元零贰分'],
  [32504, '叁佰贰拾伍元零肆分'],
  [0, '零元整'],
  [1, '壹分'],
  [10, '壹角整'],
  [15, '壹角伍分'],
  [70, '柒角整'],
  [100, '壹元整'],
  [101, '壹元零壹分'],
  [110, '壹元壹角整'],
  [305, '叁元零伍分'],
  [1000, '壹拾元整'],
  [1500, '壹拾伍元整'],
  [2000, '贰拾元整'],
  [10000, '壹佰元整'],
  [10100, '壹佰零壹元整'],
  [100500, '壹仟零伍元整'],
  [101000, '壹仟零壹拾元整'],
  [1000000, '壹万元整'],
  [1000500, '壹万零伍元整'],
  [1050000, '壹万零伍佰元整'],
  [1500000, '壹万伍仟元整'],
  [10000000000, '壹亿元整'],
  [10000000100, '壹亿零壹元整'],
  [10001000000, '壹亿零壹万元整'],
  [10001000100, '壹亿零壹万零壹元整'],
])('%d fen is %s', (fen, words) => expect(amountInWords(fen)).toBe(words))

it.each([-1, 0.5, NaN, Infinity])('%d is no amount', fen => expect(() => amountInWords(fen)).toThrow(RangeError))

const digit: Record<string, number> = Object.fromEntries([...'零壹贰叁肆伍陆柒捌玖'].map((c, n) => [c, n]))
const place: Record<string, number> = { 拾: 10, 佰: 100, 仟: 1000 }
/** Reads the words back, by the rules of reading alone. */
const fenOf = (words: string): number => {
  let [fen, whole, section, last] = [0, 0, 0, 0]
  for (const c of words) {
    if (c in digit) last = digit[c]!
    else if (c in place) [section, last] = [section + last * place[c]!, 0]
    else if (c === '万') [whole, section, last] = [(whole + section + last) * 10_000, 0, 0]
    else if (c === '亿') [whole, section, last] = [(whole + section + last) * 100_000_000, 0, 0]
    else if (c === '元') [fen, whole, section, last] = [(whole + section + last) * 100, 0, 0, 0]
    else if (c === '角') [fen, last] = [fen + last * 10, 0]
    else if (c === '分') [fen, last] = [fen + last, 0]
  }
  return fen
}

it('is read back as the same amount, below a 亿 yuan, and never holds two zeros in a row', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9_999_999_999 }), fen => {
      const words = amountInWords(fen)
      expect(fenOf(words)).toBe(fen)
      expect(words).not.toMatch(/零零|零元|零万|^零/)
      expect(/[元角]$/.test(words)).toBe(false)
    }),
  )
})
