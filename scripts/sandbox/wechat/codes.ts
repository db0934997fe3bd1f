import { randomBytes } from 'node:crypto'
import { type Clock } from './clock'

export type CodeKind = 'login' | 'phone'

/** WeChat's one-time codes: valid once, for five minutes. */
const lifetimeMs = 5 * 60_000

export function createCodes(clock: Clock) {
  const issued = new Map<string, { kind: CodeKind; personaId: string; expiresAt: number }>()

  return {
    issue(kind: CodeKind, personaId: string): string {
      for (const [code, { expiresAt }] of issued) if (expiresAt <= clock.now()) issued.delete(code)
      const code = randomBytes(16).toString('hex')
      issued.set(code, { kind, personaId, expiresAt: clock.now() + lifetimeMs })
      return code
    },

    /** Whose code this is while it is valid; asking does not spend it. */
    owner(kind: CodeKind, code: unknown): string | null {
      const found = typeof code === 'string' ? issued.get(code) : undefined
      return found && found.kind === kind && found.expiresAt > clock.now() ? found.personaId : null
    },

    spend(code: string): void {
      issued.delete(code)
    },
  }
}
export type Codes = ReturnType<typeof createCodes>
