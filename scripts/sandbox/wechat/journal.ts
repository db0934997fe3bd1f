import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { type Persona } from './personas'

export type Message = {
  id: string
  personaId: string
  templateId: string
  /** Page of the application with its query, without a leading slash; empty when the message opens nothing. */
  page: string
  data: Record<string, string>
  /** ISO 8601, UTC. */
  sentAt: string
}

/** What must outlive the process: it may be killed at any moment, and what it has acknowledged must still be there. */
export type JournalEntry =
  | { type: 'persona'; persona: Persona }
  | { type: 'accepted'; personaId: string; templateIds: string[] }
  | { type: 'refused'; personaId: string; templateId: string }
  | { type: 'sent'; message: Message }

/** One line an entry, appended before the answer goes out; without a folder nothing is kept. */
export function openJournal<Entry>(folder: string | undefined, name: string, apply: (entry: Entry) => void) {
  const file = folder ? join(folder, name) : null
  if (folder) mkdirSync(folder, { recursive: true })
  if (file && existsSync(file)) {
    const text = readFileSync(file, 'utf8')
    // A line cut short by a kill was never acknowledged.
    const whole = text.slice(0, text.lastIndexOf('\n') + 1)
    for (const line of whole.split('\n')) if (line) apply(JSON.parse(line) as Entry)
    truncateSync(file, Buffer.byteLength(whole))
  }

  return (entry: Entry) => {
    if (file) appendFileSync(file, `${JSON.stringify(entry)}\n`)
    apply(entry)
  }
}
