import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startPrivateRedis } from '../redis/private-redis'
import { type Stack } from './stack'

/** The URL of the Redis that joins the processes: REDIS_URL when set, else a private one that runs as long as the stack. */
export async function provideRedis(data: string, stack: Stack, note: (line: string) => void): Promise<string> {
  if (process.env.REDIS_URL) return process.env.REDIS_URL
  const folder = join(data, 'redis-run')
  const redis = await startPrivateRedis({ folder, log: note })
  // Its end does not end the others: the servers go on without it, each by itself.
  stack.during({
    name: 'Redis',
    exited: redis.exited.then(() => 'its process is gone'),
    lastLines: () => readFile(join(folder, 'server.log'), 'utf8'),
    stop: redis.stop,
  })
  return redis.url
}
