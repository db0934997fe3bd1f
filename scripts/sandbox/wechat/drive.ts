import { driveContent } from './content/drive'
import { type Fault } from './faults'
import { type Message } from './journal'
import { drivePay } from './pay/drive'
import { type NewPersona, type Persona } from './personas'

/** What tests and programs do at a sandbox that runs at `url`, in this process or in another. Rejects on a refusal. */
export function driveWechatSandbox(url: string) {
  async function call<Answer>(method: 'GET' | 'POST', path: string, body?: object): Promise<Answer> {
    const response = await fetch(url + path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`sandbox WeChat: ${method} ${path} → ${response.status} ${text}`)
    return JSON.parse(text) as Answer
  }
  type State = { faults: Fault[]; calls: Record<string, number> }

  return {
    personas: () => call<Persona[]>('GET', '/__personas'),
    addPersona: (given: NewPersona = {}) => call<Persona>('POST', '/__personas', given),
    /** What wx.login gives on this persona's phone. */
    loginCode: async (personaId: string) =>
      (await call<{ code: string }>('POST', `/__personas/${personaId}/login-code`)).code,
    /** What the phone button gives. */
    phoneCode: async (personaId: string) =>
      (await call<{ code: string }>('POST', `/__personas/${personaId}/phone-code`)).code,
    /** The persona agrees to one message of each template (≤ 3 a prompt). */
    acceptMessages: (personaId: string, templateIds: string[]) =>
      call<Record<string, string>>('POST', `/__personas/${personaId}/quota`, { templateIds }),
    /** Newest first. */
    messages: (personaId: string) => call<Message[]>('GET', `/__personas/${personaId}/messages`),
    misbehave: (fault: Fault) => call<State>('POST', '/__control', fault),
    behave: () => call<State>('POST', '/__control', { clear: true }),
    /** Every access token so far becomes invalid (40001). */
    revokeTokens: () => call<State>('POST', '/__control', { revokeTokens: true }),
    /** Lets codes and tokens grow older. */
    advanceClock: (milliseconds: number) => call<State>('POST', '/__control', { advanceMs: milliseconds }),
    /** How often each of WeChat's endpoints was called, by path. */
    calls: async () => (await call<State>('GET', '/__control')).calls,
    pay: drivePay(call),
    content: driveContent(call),
  }
}
export type WechatDriver = ReturnType<typeof driveWechatSandbox>
