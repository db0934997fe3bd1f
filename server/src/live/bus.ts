/** What one process tells the others: events for their sockets, and whose sockets to look at again. Ids and numbers only. */
import * as z from 'zod'
import { LiveEvent } from 'shared/live/contract'

const Recipient = z.discriminatedUnion('as', [
  z.object({ as: z.literal('resident'), accountId: z.string() }),
  z.object({ as: z.literal('doctor'), practitionerId: z.string(), institutionId: z.string() }),
])
export const BusMessage = z.union([
  z.object({ to: z.array(Recipient), event: LiveEvent }),
  z.object({ recheck: z.array(z.string()) }),
])
export type BusMessage = z.infer<typeof BusMessage>

export interface Bus {
  /** To the other processes; best effort, never throws. */
  tell(message: BusMessage): void
  /** Null: there are no other processes. */
  connected: (() => boolean) | null
  stop(): void
}

export interface BusEars {
  heard(message: BusMessage): void
  /** After others could not be heard for a while: what they said then is lost. */
  missed(): void
}

/** One process is alone: what it has to tell, it has told its own sockets. */
export const noBus: Bus = { tell: () => undefined, connected: null, stop: () => undefined }
