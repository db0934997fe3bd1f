import { z } from 'zod'
import { seededRandom } from './seed/random'

export const misbehaviours = [
  'down',
  'slow',
  'error500',
  'throttle429',
  'loseAnswers',
  'inner412',
  'staleVersions',
  'duplicates',
  'reorderedFeed',
] as const
export type Misbehaviour = (typeof misbehaviours)[number]

/** A command to misbehave; what is left out means: always, for ever, every request. */
export const misbehaveCommand = z.strictObject({
  mode: z.enum([...misbehaviours, 'none']),
  /** Share of the requests (for inner412: of the entries) that suffer, 0 to 1. */
  ratio: z.number().min(0).max(1).default(1),
  /** Ends by itself after so many requests have suffered. */
  forRequests: z.number().int().positive().optional(),
  /** Ends by itself after so many milliseconds. */
  forMs: z.number().int().positive().optional(),
  /** Only requests of these methods, and only paths that begin so. */
  methods: z.array(z.string()).optional(),
  path: z.string().optional(),
  /** slow: how long the answer is held back. */
  delayMs: z.number().int().positive().default(3000),
  /** throttle429: the Retry-After header, seconds. */
  retryAfterSeconds: z.number().int().min(0).default(1),
  /** down: a closed connection, or an answer 503. */
  answer503: z.boolean().default(false),
})
export type MisbehaveCommand = z.infer<typeof misbehaveCommand>

interface Active extends MisbehaveCommand {
  left: number
  endsAt: number
  suffered: number
}

export type Faults = Partial<Record<Misbehaviour, MisbehaveCommand>>
export type Misbehaving = ReturnType<typeof createMisbehaving>

/** Which faults hit which request. Several can be active at once; the dice are seeded, so a run can be repeated. */
export function createMisbehaving(now: () => number) {
  const active = new Map<Misbehaviour, Active>()
  const random = seededRandom('misbehave')

  const over = ({ left, endsAt }: Active): boolean => left <= 0 || now() >= endsAt
  const meant = ({ methods, path }: Active, call: { method: string; path: string }): boolean =>
    (!methods || methods.includes(call.method)) && (!path || call.path.startsWith(path))

  return {
    command(command: MisbehaveCommand): void {
      const { mode } = command
      if (mode === 'none') return active.clear()
      const endsAt = command.forMs === undefined ? Infinity : now() + command.forMs
      active.set(mode, { ...command, left: command.forRequests ?? Infinity, endsAt, suffered: 0 })
    },
    draw(call: { method: string; path: string }): Faults {
      const faults: Faults = {}
      for (const [mode, fault] of active) {
        if (over(fault)) active.delete(mode)
        else if (meant(fault, call) && (mode === 'inner412' || random() < fault.ratio)) {
          faults[mode] = fault
          fault.left--
          fault.suffered++
        }
      }
      return faults
    },
    chance: (ratio: number): boolean => random() < ratio,
    shuffled<T>(items: T[]): T[] {
      return items
        .map(item => ({ item, dice: random() }))
        .sort((a, b) => a.dice - b.dice)
        .map(({ item }) => item)
    },
    state: () =>
      [...active.values()]
        .filter(fault => !over(fault))
        .map(({ mode, ratio, suffered }) => ({ mode, ratio, suffered })),
  }
}
