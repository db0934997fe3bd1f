/** What a message says in the app, in WeChat's fields and as a text message. */
import type { MessageKind } from 'shared/notifications/contract'
import { dayOf, timeOf } from '../../clock'
import type { Facts } from './facts'
import { wordsOf } from './kinds'

/** The types of all that a template's field may show: the facts, and what is made of them. */
export const factTypes = {
  institution: 'text',
  department: 'text',
  doctor: 'text',
  place: 'text',
  time: 'time',
  queueNumber: 'number',
  ahead: 'number',
  reason: 'text',
  answerBy: 'time',
  amount: 'amount',
  what: 'text',
  state: 'text',
  who: 'text',
  action: 'text',
  /** Whom it is about, masked: 王*. */
  person: 'text',
  title: 'text',
  advice: 'text',
  /** 县医院 内科. */
  clinic: 'text',
  /** 内科 周明. */
  departmentDoctor: 'text',
  /** When it happened. */
  at: 'time',
} as const
type Word = keyof typeof factTypes

/** `2026年11月22日 09:00`, as WeChat's time fields take it. */
const timeWords = (at: Date, zone: string): string => {
  const [year, month, day] = dayOf(at, zone).split('-')
  return `${year}年${Number(month)}月${Number(day)}日 ${timeOf(at, zone)}`
}
const yuan = (fen: string): string => `${(Number(fen) / 100).toFixed(2)}元`

const factWords = (facts: Facts, zone: string): Partial<Record<keyof Facts, string>> =>
  Object.fromEntries(
    Object.entries(facts as Record<string, string>).map(([fact, text]) => {
      if (fact === 'time' || fact === 'answerBy') return [fact, timeWords(new Date(text), zone)]
      return [fact, fact === 'amount' ? yuan(text) : text]
    }),
  )
const joined = (...parts: (string | undefined)[]): string | undefined => parts.filter(Boolean).join(' ') || undefined

export interface Said {
  kind: MessageKind
  facts: Facts
  at: Date
}

/** Title and lines in the app; what is not known has no line. */
export const showInApp = ({ kind, facts }: Said, zone: string) => {
  const words = factWords(facts, zone)
  const { title, state, lines } = wordsOf(kind, words.state)
  return {
    // A booking that stands otherwise than the kind's own words say it says so first.
    title: kind === 'appointment_confirmed' && words.state && words.state !== state ? words.state : title,
    lines: lines.flatMap(([label, fact]) => {
      const value = words[fact]
      return value ? [{ label, value: fact === 'ahead' ? `${value} 位` : value }] : []
    }),
  }
}

/** Everything a template may show. @param personName masked; null: it is about nobody */
export const wordsFor = (
  { kind, facts, at }: Said,
  personName: string | null,
  zone: string,
): Partial<Record<Word, string>> => {
  const words = factWords(facts, zone)
  const { title, state, advice } = wordsOf(kind, words.state)
  return {
    ...words,
    state: words.state ?? state,
    person: personName ?? undefined,
    title,
    advice,
    clinic: joined(words.institution, words.department),
    departmentDoctor: joined(words.department, words.doctor),
    at: timeWords(at, zone),
  }
}

/**
 * Others' words, as a text message may say them: 【】 is where the network shows who sent it, and a link in the county's
 * name is what swindlers send.
 */
const links = /[a-z][a-z0-9+.-]*:\/\/[\x21-\x7e]*|(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/:?#][\x21-\x7e]*)?/gi
const plain = (text: string): string =>
  text
    .replace(/[【】]/g, '')
    .replace(links, '')
    .trim()

/** One text message. @param personName masked; null: it is about nobody */
export const textMessage = (
  said: Said,
  personName: string | null,
  { county, zone }: { county: string; zone: string },
): string => {
  const { reason, ...facts } = said.facts
  const { title, lines } = showInApp({ ...said, facts: reason ? { ...facts, reason: plain(reason) } : facts }, zone)
  const told = lines.map(({ label, value }) => `${label}${value}`)
  const whom = personName === null ? [] : ['就诊人' + personName]
  return `【${county}健康】${[title, [...whom, ...told].join('，')].filter(Boolean).join('。')}。请打开小程序查看。`
}
