/** Forms as phones send them, and as they come when somebody tries what happens. */
import { once } from 'node:events'
import { type Server, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { isProblem } from 'shared/kernel/errors'
import { fingerprint, readUpload } from './multipart'

let server: Server
let port: number
/** What became of each upload that the server was sent. */
let outcomes: Promise<unknown>[] = []
beforeAll(async () => {
  server = createServer((incoming, outgoing) => {
    const read = readUpload(incoming, 1).then(
      upload =>
        isProblem(upload)
          ? { code: upload.code, ...upload.details }
          : { fields: upload.fields, bytes: upload.file.bytes.length, print: fingerprint(upload.file).slice(0, 8) },
      (error: { status?: number }) => ({ status: error.status }),
    )
    outcomes.push(read)
    void read.then(answer => outgoing.end(JSON.stringify(answer)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
})
afterAll(() => void server.close())
beforeEach(() => void (outcomes = []))

const boundary = '----phone'
const field = (name: string, value: string) =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
const file = (bytes: string, { name = 'file', filename = 'a.jpg' } = {}) =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${filename}"\r\nContent-Type: image/jpeg\r\n\r\n${bytes}\r\n`
const end = `--${boundary}--\r\n`

const send = async (body: string, type = `multipart/form-data; boundary=${boundary}`): Promise<unknown> => {
  const answer = await fetch(`http://127.0.0.1:${port}/`, {
    method: 'POST',
    headers: { 'Content-Type': type },
    body,
  })
  return answer.json()
}

it('is read whatever stands first, and whatever the file is called', async () => {
  const expected = { fields: { kind: 'picture' }, bytes: 5, print: '2cf24dba' }
  expect(await send(field('kind', 'picture') + file('hello') + end)).toEqual(expected)
  expect(await send(file('hello') + field('kind', 'picture') + end)).toEqual(expected)
  expect(await send(file('hello', { filename: '../../etc/passwd' }) + field('kind', 'picture') + end)).toEqual(expected)
})

it('may be as large as told, and not a byte larger', async () => {
  const mb = 1024 * 1024
  expect(await send(field('kind', 'picture') + file('x'.repeat(mb - 1)) + end)).toMatchObject({ bytes: mb - 1 })
  const tooLarge = { code: 'attachment_too_large', limit: 1 }
  expect(await send(field('kind', 'picture') + file('x'.repeat(mb + 1)) + end)).toEqual(tooLarge)
  expect(await send(file('x'.repeat(3 * mb)) + end)).toEqual(tooLarge)
})

it('is not read to its end when it does not say how large it is', async () => {
  const sent = request({
    port,
    method: 'POST',
    headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` },
  })
  sent.on('error', () => undefined)
  sent.write(file('').slice(0, -2))
  for (let i = 0; i < 20; i++) sent.write('x'.repeat(100_000))
  const [answer] = (await once(sent, 'response')) as [AsyncIterable<Buffer>]
  let text = ''
  for await (const chunk of answer) text += chunk.toString()
  expect(JSON.parse(text)).toEqual({ code: 'attachment_too_large', limit: 1 })
  sent.destroy()
})

it('is not read to its end when what stands before its first part has none', async () => {
  const headers = { 'Content-Type': `multipart/form-data; boundary=${boundary}` }
  const sent = request({ port, method: 'POST', headers })
  sent.on('error', () => undefined)
  for (let i = 0; i < 20; i++) sent.write('x'.repeat(100_000))
  await once(sent, 'response')
  expect(await outcomes[0]).toEqual({ code: 'attachment_too_large', limit: 1 })
  sent.destroy()
})

it.each([
  ['no file', field('kind', 'picture') + end],
  ['an empty file', file('') + end],
  ['two files', file('a') + file('b') + end],
  ['a file under another name', file('a', { name: 'other' }) + end],
  ['a field twice', field('kind', 'picture') + field('kind', 'sound') + file('a') + end],
  ['a long field', field('kind', 'x'.repeat(2000)) + file('a') + end],
  ['many fields', Array.from({ length: 30 }, (_, i) => field(`f${i}`, 'x')).join('') + file('a') + end],
  ['no end', field('kind', 'picture') + file('a')],
  ['nothing', ''],
  ['no form', '{"kind":"picture"}'],
])('%s is a bad request', async (_what, body) => {
  expect(await send(body)).toEqual({ status: 400 })
})

it('is a bad request when it is no form at all', async () => {
  for (const type of ['application/json', 'multipart/form-data', 'text/plain', 'multipart/mixed; boundary=x'])
    expect(await send(file('a') + end, type)).toEqual({ status: 400 })
})

it('a name of the prototype is a name like any other', async () => {
  expect(await send(field('__proto__', 'x') + file('a') + end)).toMatchObject({ bytes: 1 })
  expect(({} as Record<string, unknown>).x).toBeUndefined()
})

it('ends when the phone is gone', async () => {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  const head = `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=${boundary}\r\nContent-Length: 5000\r\n\r\n`
  socket.write(head + file('hel').slice(0, -2))
  while (!outcomes.length) await new Promise(resolve => setTimeout(resolve, 5))
  socket.destroy()
  expect(await outcomes[0]).toEqual({ status: 400 })
})
