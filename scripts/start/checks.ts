import { mkdir, statfs } from 'node:fs/promises'
import { createServer } from 'node:net'
import { PlainError } from './plain-error'

/** The first run needs about this much: the app built, a database with its log, room for the demo's data. */
const NEEDED_MB = 600

/** Makes sure, before anything long begins, that the server will be able to listen and to write. */
export async function checkMachine(ports: number[], data: string): Promise<void> {
  for (const port of ports) await checkPort(port)
  await mkdir(data, { recursive: true })
  const { bavail, bsize } = await statfs(data)
  const free = Math.floor((bavail * bsize) / 2 ** 20)
  if (free < NEEDED_MB) {
    throw new PlainError(
      `The disk is nearly full: ${free} MB free in ${data}, ${NEEDED_MB} MB needed. Free some space.`,
    )
  }
}

async function checkPort(port: number): Promise<void> {
  const probe = createServer()
  await new Promise<void>((done, fail) => probe.once('error', fail).listen(port, done)).catch(error => {
    if (error.code === 'EADDRINUSE') {
      throw new PlainError(
        `Port ${port} is in use: stop what listens there, or choose another with PORT=${port + 1} npm start.`,
      )
    }
    if (error.code === 'EACCES')
      throw new PlainError(`Port ${port} is not allowed to you: choose one above 1023 with PORT.`)
    throw error
  })
  await new Promise(done => probe.close(done))
}
