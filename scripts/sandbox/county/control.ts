import { z } from 'zod'
import { type Call, type Reply } from './call'
import { misbehaveCommand, type Misbehaving } from './misbehave'

const settings = z.strictObject({
  /** Life of a health-card code from now on. */
  cardCodeSeconds: z.number().positive().optional(),
  /** Ends every access token. */
  forgetTokens: z.literal(true).optional(),
  /** Plays midnight: sessions are laid out as if this were today. */
  today: z.iso.date().optional(),
})

interface Levers {
  misbehaving: Misbehaving
  setCardCodeSeconds(seconds: number): void
  forgetTokens(): void
  layOutSessions(today: string): void
}

/** POST /__control: a misbehaviour, or one of the settings above; GET tells what is on. */
export function control(call: Call, levers: Levers): Reply {
  if (call.method === 'POST') {
    const body = parseJson(call.body.toString())
    const isFault = typeof body === 'object' && body !== null && 'mode' in body
    const parsed = isFault ? misbehaveCommand.safeParse(body) : settings.safeParse(body)
    if (!parsed.success) return { status: 400, body: { error: z.prettifyError(parsed.error) } }
    if ('mode' in parsed.data) levers.misbehaving.command(parsed.data)
    else apply(parsed.data, levers)
  }
  return { status: 200, body: { active: levers.misbehaving.state() } }
}

function apply({ cardCodeSeconds, forgetTokens, today }: z.infer<typeof settings>, levers: Levers): void {
  if (cardCodeSeconds !== undefined) levers.setCardCodeSeconds(cardCodeSeconds)
  if (forgetTokens) levers.forgetTokens()
  if (today !== undefined) levers.layOutSessions(today)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
