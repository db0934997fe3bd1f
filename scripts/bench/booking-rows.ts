/** hot, spread and sold-out: bookings a second through the real HTTP API, everything on, by 32 clients. */
import { randomUUID } from 'node:crypto'
import type { PrivateDatabase } from '../database/private-database'
import { freePort } from '../start/free-port'
import { startProgram } from './child'
import { type Ask, type Measured, load, median } from './load'
import { type Round, type Row, rowOf } from './row'
import { type World, createWorld } from './world'
import { prepareYardstick, yardstick, yardstickName } from './yardstick'

const clients = 32
/** Each books once a round, so that no limit is met. */
const people = 16_000

export interface Effort {
  rounds: number
  seconds: number
}

const booking = ({ bookers }: World, slotIds: string[]) => {
  return (n: number): Ask | undefined => {
    const booker = bookers[n]
    if (!booker) return undefined
    return {
      method: 'POST',
      path: '/api/appointments',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${booker.token}`,
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify({ slotId: slotIds[Math.floor(Math.random() * slotIds.length)], personId: booker.personId }),
    }
  }
}

/** What was answered otherwise makes the figure worthless. */
export const expectOnly = (what: string, { counts }: Measured, status: number): void => {
  const others = Object.keys(counts).filter(s => Number(s) !== status)
  if (others.length) throw new Error(`${what}: wanted only ${status}, got ${JSON.stringify(counts)}`)
}

export const tail = (rounds: Measured[]): Record<string, number> => ({
  p50Ms: median(rounds.map(r => r.p50)),
  p99Ms: median(rounds.map(r => r.p99)),
  p99ToMedian: median(rounds.map(r => r.p99 / r.p50)),
})

export const bookingRows = async (database: PrivateDatabase, { rounds, seconds }: Effort): Promise<Row[]> => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const world = await createWorld(database.url, port, people)
  await prepareYardstick(sql => world.db.query(sql))
  const server = await startProgram('server/src/main.ts', world.environment, `${url}/healthz`)
  const measure = async (what: string, wanted: number, slotIds: string[], secs = seconds): Promise<Measured> => {
    const measured = await load(url, { clients, seconds: secs, wanted }, booking(world, slotIds))
    expectOnly(what, measured, wanted)
    return measured
  }
  const besideYardstick = async (ours: Measured, rows: number): Promise<Round> => ({
    ours: ours.perSecond,
    yardstick: await yardstick(database.url, rows, clients, seconds),
  })
  try {
    await measure('warm-up', 201, await world.addSlots(50, 2, people), 2 * seconds)
    const [hot, spread]: [Measured[], Measured[]] = [[], []]
    const [hotRounds, spreadRounds, soldOutRounds]: [Round[], Round[], Round[]] = [[], [], []]
    for (let n = 0; n < rounds; n++) {
      // What is divided by each other is measured one right after the other: a machine's mood changes.
      const booked = await measure('hot', 201, await world.addSlots(1, 1, people))
      const soldOut = await measure('sold-out', 409, await world.addSlots(1, 1, 0))
      soldOutRounds.push({ ours: soldOut.perSecond, yardstick: booked.perSecond })
      hotRounds.push(await besideYardstick(booked, 1))
      const spreadOut = await measure('spread', 201, await world.addSlots(125, 8, people))
      spreadRounds.push(await besideYardstick(spreadOut, 1000))
      hot.push(booked)
      spread.push(spreadOut)
    }
    const unit = 'bookings/s'
    return [
      rowOf({ name: 'hot', unit, yardstickName, gate: 0.25, goal: 1 }, hotRounds, tail(hot)),
      rowOf({ name: 'spread', unit, yardstickName, gate: 0.25, goal: 0.5 }, spreadRounds, tail(spread)),
      rowOf({ name: 'sold-out', unit: 'refusals/s', yardstickName: 'own hot', gate: 3, goal: 6 }, soldOutRounds),
    ]
  } finally {
    await server.stop()
    await world.close()
  }
}
