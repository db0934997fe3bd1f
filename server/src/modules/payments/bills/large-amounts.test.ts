import { transaction } from '../../../db/transaction'
import { type TestServer, startTestServer } from '../../../testing/server'
import { BillDifference } from './bill-difference.entity'
import { keepFindings } from './keep-findings'

let server: TestServer
beforeAll(async () => void (server = await startTestServer()))
afterAll(() => server.stop())

it('a difference above what an int holds is kept to the fen, and known again', async () => {
  const now = server.clock.now()
  const day = '2026-11-20'
  const found = { kind: 'fund_flow_differs' as const, number: day, books: 3_000_000_001, bill: null }
  const compare = () =>
    transaction(server.db, tx => keepFindings(tx, { day, open: [found], mended: [], books: '', now }))
  expect(await compare()).toBe('open')
  const read = () => server.db.manager.findOneByOrFail(BillDifference, { day })
  const { differenceId } = await read()
  expect(await read()).toMatchObject(found)
  await server.db.query(`UPDATE bill_difference SET state = 'explained', note = 'x', account_id = ?`, [differenceId])
  // The same amounts: the explanation stands.
  expect(await compare()).toBe('green')
  expect(await read()).toMatchObject({ ...found, state: 'explained' })
})
