import { useState } from 'react'
import type { OrderLine } from 'shared/payments/model'
import { payments } from '../../../api/payments'
import { useAct } from '../../../api/use-act'
import { useLoad } from '../../../api/use-load'

interface Part {
  orders: OrderLine[]
  next: string | null
}

/** 缴费记录 of everyone the account acts for; older ones in parts. */
export const useOrders = () => {
  const loaded = useLoad<Part>(['orders'], () => payments.orders({ query: {} }), { keep: true, every: 30_000 })
  const [older, setOlder] = useState<Part[]>([])
  const { act, busy, problem } = useAct('older-orders', (before: string) => payments.orders({ query: { before } }), {
    done: part => setOlder(parts => [...parts, part]),
  })
  const next = (older.at(-1) ?? loaded.data)?.next ?? null
  return {
    loaded,
    orders: [loaded.data, ...older].flatMap(part => part?.orders ?? []),
    more: next === null ? null : () => void act(next),
    busy,
    problem,
  }
}
