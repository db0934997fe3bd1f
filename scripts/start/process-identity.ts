import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** What names one process for good: a process id alone is given again to another program later. */
export interface ProcessIdentity {
  pid: number
  started: string
}

/** The identity of a running process, or undefined when there is none with this id. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const started = startedAt(pid)
  return started === undefined ? undefined : { pid, started }
}

/** Whether that very process still runs. */
export function isRunning(identity: ProcessIdentity): boolean {
  return startedAt(identity.pid) === identity.started
}

function startedAt(pid: number): string | undefined {
  try {
    if (!existsSync('/proc/self/stat')) {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined
    }
    // proc(5): the name may hold spaces, so fields are counted after its bracket: state is 3rd, start time the 22nd.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop()!.split(' ')
    return fields[0] === 'Z' ? undefined : fields[19]
  } catch {
    return undefined
  }
}
