import { setTimeout as sleep } from 'node:timers/promises'
import { type Context, type Middleware } from 'koa'
import { type Errcode, isErrcode, outcome } from './errors'

/** A misbehaviour on command. `path`: only this endpoint. `times`: how often; without it until cleared. */
export type Fault = {
  fault: 'slow' | 'down' | 'answer-lost' | 'errcode' | 'garbage' | 'huge'
  path?: string
  times?: number
  /** For `slow`, milliseconds. */
  delayMs?: number
  /** For `errcode`: -1, 45011, 40001, … */
  errcode?: Errcode
}

const names: readonly string[] = ['slow', 'down', 'answer-lost', 'errcode', 'garbage', 'huge']
const positive = (value: unknown) => value === undefined || (Number.isInteger(value) && (value as number) > 0)

/** Why a command is no fault, or null. */
export function faultProblem(command: Record<string, unknown>): string | null {
  if (!names.includes(command.fault as string)) return `fault: ${names.join(', ')}`
  if (!positive(command.times) || !positive(command.delayMs)) return 'times, delayMs: integers from 1'
  if (command.path !== undefined && typeof command.path !== 'string') return 'path: a string'
  if (command.fault === 'errcode' && !isErrcode(command.errcode)) return 'errcode: one of the sandbox knows'
  return null
}

export function createFaults() {
  let active: Fault[] = []

  function take(path: string): Fault | undefined {
    const found = active.find(fault => fault.path === undefined || fault.path === path)
    if (found?.times !== undefined) {
      found.times -= 1
      if (found.times === 0) active = active.filter(fault => fault !== found)
    }
    return found
  }

  const middleware: Middleware = async (context, next) => {
    const fault = take(context.path)
    if (fault?.fault === 'down') return cut(context)
    if (fault?.fault === 'errcode') return void (context.body = outcome(fault.errcode ?? -1))
    if (fault?.fault === 'slow') await sleep(fault.delayMs ?? 10_000)
    await next()
    if (fault?.fault === 'answer-lost') return cut(context)
    if (fault?.fault === 'huge') context.body = Buffer.alloc(16 * 1024 * 1024, ' ')
    if (fault?.fault === 'garbage') {
      context.status = 502
      context.type = 'html'
      context.body = '<html><body>502 Bad Gateway</body></html>'
    }
  }

  return {
    middleware,
    active: () => active,
    add: (fault: Fault) => void active.push({ ...fault }),
    clear: () => void (active = []),
  }
}
export type Faults = ReturnType<typeof createFaults>

/** The connection ends without an answer. */
function cut(context: Context): void {
  context.respond = false
  context.req.socket.destroy()
}
