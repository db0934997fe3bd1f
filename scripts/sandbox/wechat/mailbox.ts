import { randomUUID } from 'node:crypto'
import { type Clock } from './clock'
import { type JournalEntry, type Message, openJournal } from './journal'
import { demoPersonas, inventPersona, type NewPersona, type Persona } from './personas'
import { findTemplate } from './templates'

/** A phone that never deletes would grow without end: the page shows the newest. */
const messagesKept = 500

/**
 * The people of the sandbox, what each has agreed to receive, and what each has received.
 * Everything in here survives the process when a folder is given.
 */
export function openMailbox(folder: string | undefined, clock: Clock) {
  const personas = new Map<string, Persona>(demoPersonas.map(persona => [persona.id, persona]))
  const quotas = new Map<string, number>()
  const refused = new Set<string>()
  const received = new Map<string, Message[]>()
  const quotaKey = (personaId: string, templateId: string) => `${personaId} ${templateId}`
  const quota = (personaId: string, templateId: string) => quotas.get(quotaKey(personaId, templateId)) ?? 0

  /** One accept = one send; a long-term template is accepted for good. */
  function addToQuota(personaId: string, templateId: string, amount: 1 | -1) {
    const longTerm = findTemplate(templateId)?.longTerm
    if (longTerm && amount < 0) return
    quotas.set(quotaKey(personaId, templateId), longTerm ? 1 : quota(personaId, templateId) + amount)
  }

  const record = openJournal<JournalEntry>(folder, 'wechat.jsonl', entry => {
    if (entry.type === 'persona') personas.set(entry.persona.id, entry.persona)
    if (entry.type === 'accepted') {
      for (const id of entry.templateIds) {
        refused.delete(quotaKey(entry.personaId, id))
        addToQuota(entry.personaId, id, 1)
      }
    }
    if (entry.type === 'refused') {
      refused.add(quotaKey(entry.personaId, entry.templateId))
      quotas.delete(quotaKey(entry.personaId, entry.templateId))
    }
    if (entry.type === 'sent') {
      const { personaId, templateId } = entry.message
      addToQuota(personaId, templateId, -1)
      received.set(personaId, [entry.message, ...(received.get(personaId) ?? [])].slice(0, messagesKept))
    }
  })

  return {
    personas: () => [...personas.values()],
    persona: (id: string) => personas.get(id),
    personaByOpenid: (openid: unknown) => [...personas.values()].find(persona => persona.openid === openid),
    quota,
    /** Newest first. */
    messages: (personaId: string) => received.get(personaId) ?? [],

    /** A given id that exists already is replaced, but keeps its openid: a person has one per application. */
    addPersona(given: NewPersona): Persona {
      const invented = inventPersona(given)
      const known = personas.get(invented.id)
      const persona = known ? { ...known, ...given, id: known.id } : invented
      record({ type: 'persona', persona })
      return persona
    },

    /** Also what WeChat's settings do: a template that was refused is open again. */
    accept: (personaId: string, templateIds: string[]) => record({ type: 'accepted', personaId, templateIds }),

    /** Never again, as WeChat's settings say it: its prompt asks no more and nothing of this template comes through. */
    refuse: (personaId: string, templateId: string) => record({ type: 'refused', personaId, templateId }),
    refuses: (personaId: string, templateId: string) => refused.has(quotaKey(personaId, templateId)),

    /** The person taps 允许: accepts all but what was refused for good. */
    prompt(personaId: string, templateIds: string[]): Record<string, 'accept' | 'reject'> {
      const open = templateIds.filter(id => !refused.has(quotaKey(personaId, id)))
      if (open.length) record({ type: 'accepted', personaId, templateIds: open })
      return Object.fromEntries(templateIds.map(id => [id, open.includes(id) ? 'accept' : 'reject']))
    },

    /** Returns the message's id, or null when the person has not agreed to (another) one. */
    deliver(personaId: string, templateId: string, page: string, data: Record<string, string>): string | null {
      if (quota(personaId, templateId) < 1) return null
      const id = randomUUID()
      const sentAt = new Date(clock.now()).toISOString()
      record({ type: 'sent', message: { id, personaId, templateId, page, data, sentAt } })
      return id
    },
  }
}
export type Mailbox = ReturnType<typeof openMailbox>
