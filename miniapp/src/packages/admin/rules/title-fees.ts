import { fenOf } from '../../../ui/words'

export interface TitleFee {
  title: string
  /** Fen. */
  fee: number
}
/** One row as it is typed: the title, and yuan. */
export interface TypedFee {
  title: string
  yuan: string
}

/** Rows are kept in a draft as text: a line each, title and yuan parted by a tab. */
export const rowsOf = (typed: string): TypedFee[] =>
  typed === ''
    ? []
    : typed.split('\n').map(line => ({ title: line.split('\t')[0] ?? '', yuan: line.split('\t')[1] ?? '' }))
export const textOf = (rows: readonly TypedFee[]): string =>
  rows.map(({ title, yuan }) => `${title}\t${yuan}`).join('\n')

export const typedFees = (fees: readonly TitleFee[]): string =>
  textOf(fees.map(({ title, fee }) => ({ title, yuan: String(fee / 100) })))

/** What was typed, rows left empty dropped; a fee that is no sum of money is NaN. */
export const feesOf = (typed: string): TitleFee[] =>
  rowsOf(typed)
    .map(({ title, yuan }) => ({ title: title.trim(), yuan: yuan.trim() }))
    .filter(({ title, yuan }) => title || yuan)
    .map(({ title, yuan }) => ({ title, fee: fenOf(yuan) }))
