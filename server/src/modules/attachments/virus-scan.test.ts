/** Against a scanner on loopback that speaks clamd's INSTREAM and finds EICAR's test text. */
import { once } from 'node:events'
import { type Server, type Socket, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { codeOf, refusalOf } from '../../testing/client'
import { type TestServer, startTestServer } from '../../testing/server'
import { newResident } from '../../testing/signed-in'
import { photo } from '../../testing/files'
import { createVirusScan } from './virus-scan'

/** Taken apart, so that no scanner finds this file. */
const eicar = Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''))

/** What a clamd that got these bytes says; null while they are not whole. */
const answerOf = (received: Buffer, limit: number): string | null => {
  const command = 'zINSTREAM\0'
  if (received.length < command.length) return null
  if (received.subarray(0, command.length).toString() !== command) return 'UNKNOWN COMMAND\0'
  const chunks: Buffer[] = []
  for (let at = command.length; at + 4 <= received.length;) {
    const length = received.readUInt32BE(at)
    if (length === 0) return Buffer.concat(chunks).includes(eicar) ? 'stream: Eicar-Signature FOUND\0' : 'stream: OK\0'
    if (at + 4 + length > received.length) return null
    chunks.push(received.subarray(at + 4, at + 4 + length))
    if (chunks.reduce((sum, c) => sum + c.length, 0) > limit) return 'INSTREAM size limit exceeded. ERROR\0'
    at += 4 + length
  }
  return null
}

type Manner = 'honest' | 'hangs up' | 'talks nonsense' | 'says half'
let manner: Manner = 'honest'
let scanner: Server
let address: string
beforeAll(async () => {
  scanner = createServer((socket: Socket) => {
    let received = Buffer.alloc(0)
    socket.on('error', () => undefined)
    if (manner === 'hangs up') return void socket.destroy()
    if (manner === 'talks nonsense') return void socket.end('HTTP/1.1 400 Bad Request\r\n\r\nstream: OK')
    if (manner === 'says half') return void socket.end('stream: OK')
    socket.on('data', data => {
      received = Buffer.concat([received, data])
      const answer = answerOf(received, 3_000_000)
      if (answer) socket.end(answer)
    })
  })
  scanner.listen(0, '127.0.0.1')
  await once(scanner, 'listening')
  address = `clamd://127.0.0.1:${(scanner.address() as AddressInfo).port}`
})
afterAll(() => void scanner.close())
beforeEach(() => void (manner = 'honest'))

it('tells clean from infected, however large', async () => {
  const scan = createVirusScan(address)!
  expect(await scan(Buffer.from('hello'))).toBe('clean')
  expect(await scan(Buffer.alloc(2_500_000))).toBe('clean')
  expect(await scan(Buffer.concat([Buffer.alloc(70_000), eicar, Buffer.alloc(70_000)]))).toBe('infected')
  expect(createVirusScan('none')).toBeNull()
})

it.each<Manner>(['hangs up', 'talks nonsense', 'says half'])('a scanner that %s has cleared nothing', async how => {
  manner = how
  expect(await createVirusScan(address)!(Buffer.from('hello'))).toBe('unavailable')
})
it('what the scanner finds too large is not cleared, nor is anything when it is away', async () => {
  expect(await createVirusScan(address)!(Buffer.alloc(4_000_000))).toBe('unavailable')
  expect(await createVirusScan('clamd://127.0.0.1:1')!(Buffer.from('hello'))).toBe('unavailable')
})

describe('an upload', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({ environment: { VIRUS_SCAN: address } })
  }, 60_000)
  afterAll(() => server?.stop())

  it('is scanned before anything looks into it, and refused while nobody can say', async () => {
    const who = await newResident(server)
    const upload = (file: Buffer) => who.attachments.upload({ body: { kind: 'picture' }, file })
    const jpeg = await photo()
    expect((await upload(jpeg)).state).toBe('ready')
    expect(await codeOf(upload(Buffer.concat([jpeg, eicar])))).toBe('attachment_infected')
    expect(await codeOf(upload(eicar))).toBe('attachment_infected')
    manner = 'hangs up'
    const refused = await refusalOf(upload(jpeg))
    expect(refused.code).toBe('virus_scan_unavailable')
    expect(refused.message).toContain('请过几分钟再发')
  })
})
