import type { Received } from 'shared/kernel/endpoint'
import type { paymentsContract } from 'shared/payments/contract'
import type { Pen } from '../../../platform/picture'
import { fullInstantWords, moneyWords } from '../../../ui/words'

export type Receipt = Received<typeof paymentsContract.receipt>
type Line = readonly [name: string, value: string]

/** What the receipt says, on the page and in the picture alike. */
export const linesOf = (receipt: Receipt): Line[] => {
  const lines: Line[] = [
    ['收款单位', receipt.payee],
    ['信用代码', receipt.payeeCode ?? ''],
    ['交款人', receipt.personName],
    ...receipt.items.map(({ name, amount }): Line => ['项目', `${name} ${moneyWords(amount)}`]),
    ['交款时间', fullInstantWords(receipt.paidAt)],
    ['付款方式', '微信支付'],
    ['商户单号', receipt.outTradeNo],
    ['微信单号', receipt.transactionId],
    ['已退款', receipt.refunded ? moneyWords(receipt.refunded) : ''],
  ]
  return lines.filter(([, value]) => value !== '')
}

export const paperWidth = 375
const margin = 24
/** Of one line of text, and between two entries. */
const line = 24
const gap = 8
/** Left of the values. */
const names = 90
/** Long numbers and the item's name take a second line each. */
const spare = 4

const ink = '#14211e'
const grey = '#46544f'
const rule = '#dde5e2'
const family = '"PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif'

/** Breaks a text that is wider than its column; Chinese may break anywhere. */
const broken = (pen: Pen, text: string, width: number): string[] => {
  const lines = ['']
  for (const letter of text) {
    const last = lines.length - 1
    if (lines[last] && pen.measureText(lines[last] + letter).width > width) lines.push(letter)
    else lines[last] += letter
  }
  return lines
}

const top = 92
const foot = 130

export const paperHeight = (receipt: Receipt): number =>
  top + linesOf(receipt).length * (line + gap) + spare * line + foot

const write = (pen: Pen, text: string, [x, y]: readonly [number, number], font: string, colour = ink): void => {
  pen.font = `${font} ${family}`
  pen.fillStyle = colour
  pen.fillText(text, x, y)
}

/** Black on white whatever the phone's theme: it is printed and photographed. */
export const drawPaper = (receipt: Receipt) => (pen: Pen) => {
  pen.fillStyle = '#ffffff'
  pen.fillRect(0, 0, paperWidth, paperHeight(receipt))
  pen.textBaseline = 'top'
  pen.textAlign = 'center'
  write(pen, '收  据', [paperWidth / 2, 28], '700 26px')
  pen.textAlign = 'left'
  let y = top
  for (const [name, value] of linesOf(receipt)) {
    write(pen, name, [margin, y], '14px', grey)
    pen.font = `16px ${family}`
    for (const part of broken(pen, value, paperWidth - margin * 2 - names)) {
      write(pen, part, [margin + names, y], '16px')
      y += line
    }
    y += gap
  }
  pen.fillStyle = rule
  pen.fillRect(margin, y + 4, paperWidth - margin * 2, 1)
  write(pen, `合计 ${moneyWords(receipt.amount)}`, [margin, y + 22], '700 24px')
  write(pen, `大写 ${receipt.amountInWords}`, [margin, y + 60], '16px')
  write(pen, '这是缴费凭据。要电子票据，请到窗口开。', [margin, y + 92], '13px', grey)
}
