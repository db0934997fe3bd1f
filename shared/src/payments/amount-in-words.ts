/**
 * An amount as it stands on Chinese receipts and notes, after 《支付结算办法》 annex 1 (正确填写票据和结算凭证的基本规定):
 * 整 follows 元 and 角 but never 分; zeros in between are one 零; 零 stands before 分 where there is no 角.
 */
const digits = '零壹贰叁肆伍陆柒捌玖'
const places = ['', '拾', '佰', '仟']
const groups = ['', '万', '亿', '万亿']

/** Four digits, without zeros in front or behind: 1005 → 壹仟零伍. */
const ofGroup = (group: number): string => {
  let words = ''
  let skipped = false
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(group / 10 ** place) % 10
    if (digit === 0) skipped = words !== ''
    else {
      words += `${skipped ? '零' : ''}${digits[digit]}${places[place]}`
      skipped = false
    }
  }
  return words
}

const ofYuan = (yuan: number): string => {
  let words = ''
  let gap = false
  for (let at = groups.length - 1; at >= 0; at--) {
    const group = Math.floor(yuan / 10_000 ** at) % 10_000
    if (group === 0) gap = words !== ''
    else {
      // 10 005 and 100 500: a zero between two groups is told once.
      words += `${words && (gap || group < 1000) ? '零' : ''}${ofGroup(group)}${groups[at]}`
      gap = false
    }
  }
  return words
}

/**
 * @param fen whole, from 0 up to 9 999 万亿 yuan
 * @returns 壹拾伍元整, 叁元零伍分, 柒角整
 */
export const amountInWords = (fen: number): string => {
  if (!Number.isSafeInteger(fen) || fen < 0) throw new RangeError('Fen are a whole number from 0')
  const yuan = Math.floor(fen / 100)
  const jiao = Math.floor(fen / 10) % 10
  const cents = fen % 10
  if (fen === 0) return '零元整'
  const whole = yuan ? `${ofYuan(yuan)}元` : ''
  if (!jiao && !cents) return `${whole}整`
  if (!cents) return `${whole}${digits[jiao]}角整`
  if (!jiao) return `${whole}${whole ? '零' : ''}${digits[cents]}分`
  return `${whole}${digits[jiao]}角${digits[cents]}分`
}
