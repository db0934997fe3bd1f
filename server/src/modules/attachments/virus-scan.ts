/** The virus scanner: clamd by its INSTREAM command (clamd(8)), which takes bytes and keeps nothing. */
import { connect } from 'node:net'

/** `unavailable`: nobody knows; what was sent must then be refused. */
export type VirusScan = (bytes: Buffer) => Promise<'clean' | 'infected' | 'unavailable'>

const timeoutMs = 30_000
const chunkBytes = 64 * 1024
const maxAnswerBytes = 4096

/** Each chunk after its length, an empty one at the end. */
const stream = function* (bytes: Buffer): Generator<Buffer> {
  yield Buffer.from('zINSTREAM\0')
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    const chunk = bytes.subarray(at, at + chunkBytes)
    const length = Buffer.alloc(4)
    length.writeUInt32BE(chunk.length)
    yield length
    yield chunk
  }
  yield Buffer.alloc(4)
}

const ask = (host: string, port: number, bytes: Buffer): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host, port })
    let answer = ''
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error('timeout')))
    socket.on('connect', () => {
      for (const part of stream(bytes)) socket.write(part)
    })
    socket.on('data', data => {
      answer += data.toString('latin1')
      if (answer.includes('\0') || answer.length > maxAnswerBytes) socket.end()
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(answer))
  })

/** @param address `clamd://host:port`, or `none`: nothing is scanned */
export const createVirusScan = (address: string): VirusScan | null => {
  if (address === 'none') return null
  const { hostname, port } = new URL(address)
  return async bytes => {
    try {
      const answer = await ask(hostname.replace(/^\[|\]$/g, ''), Number(port), bytes)
      if (/^stream: OK\0/.test(answer)) return 'clean'
      return /^stream: .+ FOUND\0/.test(answer) ? 'infected' : 'unavailable'
    } catch {
      return 'unavailable'
    }
  }
}
