/** One line of the table: ours ÷ yardstick, both measured in this run on this machine. */
import { median } from './load'

export interface Round {
  ours: number
  yardstick: number
}
export interface Row {
  name: string
  /** What is counted, a second. */
  unit: string
  ours: number
  yardstick: number
  /** What the yardstick is. */
  yardstickName: string
  ratio: number
  /** First gate and goal of the project for the ratio. */
  gate: number
  goal: number
  rounds: Round[]
  /** More figures of the same run, for who reads the JSON. */
  more?: Record<string, number>
}

/** The median over the rounds of each side and of the ratio. */
export const rowOf = (
  head: Pick<Row, 'name' | 'unit' | 'yardstickName' | 'gate' | 'goal'>,
  rounds: Round[],
  more?: Record<string, number>,
): Row => ({
  ...head,
  ours: median(rounds.map(r => r.ours)),
  yardstick: median(rounds.map(r => r.yardstick)),
  ratio: median(rounds.map(r => r.ours / r.yardstick)),
  rounds,
  more,
})
