import fc from 'fast-check'
import { notifyTemplates } from '../../../scripts/sandbox/wechat/notify-templates'
import { badField, findTemplate } from '../../../scripts/sandbox/wechat/templates'
import { messageKinds } from 'shared/notifications/contract'
import { factTypes } from '../modules/notifications/message-words'
import { fillTemplate, readMessageTemplates } from './message-templates'

const read = (given: unknown) =>
  readMessageTemplates(typeof given === 'string' ? given : JSON.stringify(given), messageKinds, factTypes)
const one = (fields: Record<string, string>, more: object = {}) => ({
  queue_near: { templateId: 'a', mode: 'one_time', fields, ...more },
})

it('reads what fits; without a setting there is no template', () => {
  expect(read(notifyTemplates).size).toBe(messageKinds.length)
  expect(readMessageTemplates(undefined, messageKinds, factTypes).size).toBe(0)
})

it.each([
  ['no JSON', 'x', 'is not JSON'],
  ['an unknown message', { other: one({ thing1: 'doctor' }).queue_near }, 'there is no message "other"'],
  ['an unknown fact', one({ thing1: 'diagnosis' }), 'which no message has'],
  ['a fact of the prototype', one({ thing1: 'constructor' }), 'which no message has'],
  ['a field without a number', one({ thing: 'doctor' }), 'of a kind that is not filled'],
  ['a field of an unknown kind', one({ letter1: 'doctor' }), 'of a kind that is not filled'],
  ['a name for a time', one({ time1: 'doctor' }), 'needs a fact of type time'],
  ['a time for an amount', one({ amount1: 'time' }), 'needs a fact of type amount'],
  ['a name for a number', one({ number1: 'doctor' }), 'needs a fact of type number'],
  ['no fields', one({}), 'queue_near'],
  ['an unknown mode', one({ thing1: 'doctor' }, { mode: 'always' }), 'queue_near'],
  ['more than is known', one({ thing1: 'doctor' }, { colour: 'red' }), 'queue_near'],
  [
    'one template in both modes',
    { ...one({ thing1: 'doctor' }), refund: { templateId: 'a', mode: 'long_term', fields: { thing1: 'what' } } },
    'as one-time and as long-term',
  ],
])('refuses %s with a sentence', (_what, given, sentence) => {
  expect(() => read(given)).toThrow(sentence)
})

/** Whatever the facts are: what is filled is taken by WeChat, the rest is never sent. */
it('fills every template so that WeChat takes it, or not at all', () => {
  const templates = read(notifyTemplates)
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ maxLength: 60 }),
    fc.constantFrom(
      '',
      ' ',
      '\n',
      '王*',
      '2026年12月1日 09:00',
      '15.00元',
      '12',
      '一二三四五六七八九十'.repeat(4),
      '👨‍👩‍👧‍👦'.repeat(9),
    ),
  )
  const facts = fc.record(Object.fromEntries(Object.keys(factTypes).map(fact => [fact, text])), { requiredKeys: [] })
  fc.assert(
    fc.property(fc.constantFrom(...messageKinds), facts, (kind, given) => {
      const template = templates.get(kind)!
      const filled = fillTemplate(template, given)
      if ('wrong' in filled) return /^(time|date|amount|number)\d$/.test(filled.wrong)
      const data = Object.fromEntries(Object.entries(filled.data).map(([field, value]) => [field, { value }]))
      return badField(findTemplate(template.templateId)!, data) === null
    }),
    { numRuns: 3000 },
  )
})

it('puts what a clerk wrote in several lines on one', () => {
  const template = { templateId: 'a', mode: 'one_time' as const, fields: { thing1: 'reason', name2: 'doctor' } }
  const filled = fillTemplate(template, { reason: '停电了\n\n请改约', doctor: '李\n明' })
  expect(filled).toEqual({ data: { thing1: '停电了 请改约', name2: '李 明' } })
})
