/**
 * The templates a county chose in WeChat's library (NOTIFY_TEMPLATES): per kind of message its id and which of our facts
 * each of its fields shows. Checked at the start: a wrong one would otherwise show at the first message.
 */
import * as z from 'zod'
import { fieldKind, fitField } from './message-fields'

export interface MessageTemplate {
  templateId: string
  /** `one_time`: one accept, one message; `long_term` (open to medical accounts): accepted once. */
  mode: 'one_time' | 'long_term'
  /** Field of the template → fact of ours. */
  fields: Record<string, string>
}
/** What a fact is, which decides the fields it fits. */
export type FactType = 'text' | 'time' | 'amount' | 'number'

const Given = z.record(
  z.string(),
  z.strictObject({
    templateId: z.string().regex(/^[\x21-\x7e]{1,128}$/),
    mode: z.enum(['one_time', 'long_term']),
    fields: z.record(z.string(), z.string()).refine(fields => Object.keys(fields).length > 0),
  }),
)
/** Fields that take one type of fact alone; the others take any as words. */
const needs: Record<string, FactType> = { time: 'time', date: 'time', amount: 'amount', number: 'number' }

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error('NOTIFY_TEMPLATES is not JSON')
  }
}

const checkField = (kind: string, field: string, fact: string, facts: Record<string, FactType>): void => {
  const taken = fieldKind(field)
  if (!taken) throw new Error(`NOTIFY_TEMPLATES: ${kind} has a field "${field}" of a kind that is not filled`)
  const type = Object.hasOwn(facts, fact) ? facts[fact] : undefined
  if (!type) throw new Error(`NOTIFY_TEMPLATES: ${kind}.${field} shows "${fact}", which no message has`)
  if (needs[taken] && needs[taken] !== type)
    throw new Error(`NOTIFY_TEMPLATES: ${kind}.${field} needs a fact of type ${needs[taken]}, which "${fact}" is not`)
}

/**
 * @param text JSON, or undefined: no template at all
 * @throws Error with one clear sentence
 */
export const readMessageTemplates = <Kind extends string>(
  text: string | undefined,
  kinds: readonly Kind[],
  facts: Record<string, FactType>,
): Map<Kind, MessageTemplate> => {
  const read = Given.safeParse(text ? parse(text) : {})
  if (!read.success)
    throw new Error(`NOTIFY_TEMPLATES: ${read.error.issues.map(i => `${i.path.join('.')} ${i.message}`).join('; ')}`)
  const modes = new Map<string, string>()
  for (const [kind, { templateId, mode, fields }] of Object.entries(read.data)) {
    if (!(kinds as readonly string[]).includes(kind)) throw new Error(`NOTIFY_TEMPLATES: there is no message "${kind}"`)
    if ((modes.get(templateId) ?? mode) !== mode)
      throw new Error(`NOTIFY_TEMPLATES: template ${templateId} is given as one-time and as long-term`)
    modes.set(templateId, mode)
    for (const [field, fact] of Object.entries(fields)) checkField(kind, field, fact, facts)
  }
  return new Map(Object.entries(read.data) as [Kind, MessageTemplate][])
}

/** What an empty field says; a time, an amount or a number is never made up. */
const instead: Record<string, string> = {
  thing: '请打开小程序查看',
  phrase: '请查看',
  name: '本人',
  character_string: '-',
}

/** The fields as WeChat takes them, or the name of one that cannot be filled: such a message must not be sent. */
export const fillTemplate = (
  { fields }: MessageTemplate,
  facts: Partial<Record<string, string>>,
): { data: Record<string, string> } | { wrong: string } => {
  const data: Record<string, string> = {}
  for (const [field, fact] of Object.entries(fields)) {
    const text = facts[fact]
    const fitted = (text ? fitField(field, text) : null) ?? instead[fieldKind(field) ?? '']
    if (fitted === undefined) return { wrong: field }
    data[field] = fitted
  }
  return { data }
}
