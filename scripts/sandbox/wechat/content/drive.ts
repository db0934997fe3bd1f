import { type AnswerFault, type ContentSettings, type MediaCheck } from './content'

type Call = <Answer>(method: 'GET' | 'POST', path: string, body?: object) => Promise<Answer>
type Checks = { checks: MediaCheck[] }

/** What tests do at the sandbox's content check. */
export function driveContent(call: Call) {
  return {
    set: (settings: Partial<ContentSettings>) => call<object>('POST', '/__content/control', { settings }),
    /** The next answer is so; more of them queue up. */
    misbehave: (fault: AnswerFault) => call<object>('POST', '/__content/control', { fault }),
    behave: () => call<object>('POST', '/__content/control', { clear: true }),
    /** Sends now what is held, or one once more. */
    deliver: (which: { traceId?: string } = {}) => call<Checks>('POST', '/__content/deliver', which),
    /** Resolves when everything was looked at and told; all that was asked, oldest first. */
    settle: async () => (await call<Checks>('POST', '/__content/settle')).checks,
  }
}
