/** talk: messages a second through the real HTTP API, everything on, in many talks whose phones all listen by sockets. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type LiveClient, signedInLive } from 'server/testing/live-client'
import { v7 as uuid } from 'uuid'
import type { PrivateDatabase } from '../database/private-database'
import { freePort } from '../start/free-port'
import { type Effort, expectOnly, tail } from './booking-rows'
import { startProgram } from './child'
import { type Ask, type Measured, load, median } from './load'
import { type Round, type Row, rowOf } from './row'
import { type TalkUnderWay, addTalks, wrongNumbers } from './talk-world'
import { createWorld } from './world'
import { prepareYardstick, yardstick, yardstickName } from './yardstick'

const clients = 32
const size = { talks: 200, doctors: 20 }

/** Both sides of all talks say something, at random. */
const saying = (talks: TalkUnderWay[]) => (): Ask => {
  const { consultationId, residentToken, doctorToken } = talks[Math.floor(Math.random() * talks.length)]!
  const doctor = Math.random() < 0.5
  return {
    method: 'POST',
    path: `/api/${doctor ? 'doctor/' : ''}consultations/${consultationId}/messages`,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${doctor ? doctorToken : residentToken}` },
    body: JSON.stringify({ messageId: uuid(), kind: 'text', text: '早上量的血压 148/92，头不晕了' }),
  }
}

/** One socket of each resident and each doctor. */
const listenAll = async (url: string, talks: TalkUnderWay[]): Promise<LiveClient[]> => {
  const phones: LiveClient[] = []
  for (const accessToken of new Set(talks.flatMap(t => [t.residentToken, t.doctorToken])))
    phones.push(await signedInLive(url, { accessToken }))
  return phones
}

/** News heard since the last time it was asked. */
const newsHeard = (phones: LiveClient[]): number =>
  phones.reduce((sum, { heard }) => sum + heard.splice(0).filter(m => m.type === 'news').length, 0)

export const talkRow = async (database: PrivateDatabase, { rounds, seconds }: Effort): Promise<Row> => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const world = await createWorld(database.url, port, size.talks + size.doctors)
  await prepareYardstick(sql => world.db.query(sql))
  const talks = await addTalks(world, size)
  const server = await startProgram('server/src/main.ts', world.environment, `${url}/healthz`)
  const measure = async (what: string, secs: number): Promise<Measured> => {
    const measured = await load(url, { clients, seconds: secs, wanted: 201 }, saying(talks))
    expectOnly(what, measured, 201)
    return measured
  }
  try {
    const phones = await listenAll(url, talks)
    await measure('warm-up', 2 * seconds)
    const said: Measured[] = []
    const heardEach: number[] = []
    const list: Round[] = []
    for (let n = 0; n < rounds; n++) {
      await sleep(1_000)
      newsHeard(phones)
      const one = await measure('talk', seconds)
      list.push({
        ours: one.perSecond,
        yardstick: await yardstick(database.url, size.talks, clients, seconds),
      })
      heardEach.push(newsHeard(phones) / (2 * one.counts[201]!))
      said.push(one)
    }
    const wrong = await wrongNumbers(world)
    if (wrong.length) throw new Error(`Numbers with gaps: ${JSON.stringify(wrong.slice(0, 3))}`)
    for (const phone of phones) phone.cut()
    const head = { name: 'talk', unit: 'messages/s', yardstickName, gate: 0.25, goal: 0.5 }
    return rowOf(head, list, { ...tail(said), heardByBothSides: median(heardEach) })
  } finally {
    await server.stop()
    await world.close()
  }
}
