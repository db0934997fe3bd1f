/** All phones of a run: they talk, they are cut and killed at random, and in the end they have all settled. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Book } from './talk-book'
import { type Phone, createPhone } from './talk-phone'
import type { TalkWorld } from './talk-world'
import { pick } from './killable'

export interface Ends {
  consultationId: string
  resident: Phone
  doctor: Phone
}

const words = ['早上量的血压', '头晕好一些了', '药按原来的吃', '请问要复查吗', '晚上睡得不好']

/** Every resident's phone and every doctor's, with all their conversations open. */
export const openHall = ({ underWay, doctors }: TalkWorld, bases: readonly string[], book: Book) => {
  const desks = new Map(
    doctors.map(doctor => {
      const consultationIds = underWay.filter(u => u.doctor === doctor).map(u => u.consultationId)
      const token = doctor.tokens.accessToken
      return [doctor, createPhone({ bases, token, side: 'doctor', consultationIds, book })]
    }),
  )
  const talks: Ends[] = underWay.map(({ consultationId, resident, doctor }) => ({
    consultationId,
    resident: createPhone({
      bases,
      token: resident.tokens.accessToken,
      side: 'resident',
      consultationIds: [consultationId],
      book,
    }),
    doctor: desks.get(doctor)!,
  }))
  const phones = [...desks.values(), ...talks.map(t => t.resident)]

  /** 1 for the note that it was accepted. */
  const lengthOf = (consultationId: string): number => 1 + book.saidIn(consultationId)
  const eachEnd = (holds: (phone: Phone, consultationId: string) => boolean): boolean =>
    talks.every(t => [t.resident, t.doctor].every(phone => holds(phone, t.consultationId)))
  const hasAll = (phone: Phone, consultationId: string): boolean => {
    const { messages, outgoing } = phone.talkOf(consultationId).state()
    return outgoing.length === 0 && messages.at(-1)?.seq === lengthOf(consultationId)
  }
  const knowsRead = (phone: Phone, consultationId: string): boolean => {
    const { reached } = phone.talkOf(consultationId).state()
    const other = reached?.[phone.side === 'doctor' ? 'resident' : 'doctor']
    return Math.min(other?.delivered ?? 0, other?.read ?? 0) === lengthOf(consultationId)
  }

  return {
    talks,
    phones,
    /** Everybody looks at their phone; @returns whether all of them are live. */
    allLive(): boolean {
      const away = phones.filter(phone => !phone.line().isLive())
      for (const phone of away) phone.line().shown()
      return away.length === 0
    },
    /** Both ends of every talk hold all that was said. */
    told: () => eachEnd(hasAll),
    /** And each knows that the other has received and read it. */
    settled: () => eachEnd(hasAll) && eachEnd(knowsRead),
    /** Both sides of every talk say that many things at times of their own within about so many seconds. */
    talk: async (messages: number, seconds: number): Promise<void> => {
      const speak = async (phone: Phone, consultationId: string): Promise<void> => {
        const times = Array.from({ length: messages }, () => Math.random() * seconds * 1000).sort((a, b) => a - b)
        const began = performance.now()
        for (const [n, at] of times.entries()) {
          await sleep(Math.max(0, began + at - performance.now()))
          phone.say(consultationId, `${pick(words)} ${n + 1}`)
        }
      }
      await Promise.all(talks.flatMap(t => [speak(t.resident, t.consultationId), speak(t.doctor, t.consultationId)]))
    },
    /** Sockets and requests are cut, apps are killed, at random, until stopped. */
    disturb: (): (() => void) => {
      const timer = setInterval(() => {
        for (const phone of phones) {
          const fate = Math.random()
          if (fate < 0.01) phone.line().cutSocket()
          else if (fate < 0.03) phone.line().cutRequests()
          else if (fate < 0.035) phone.restart()
        }
      }, 200)
      return () => clearInterval(timer)
    },
    /** What was said before the newest page, as somebody who turns back. */
    async turnBack(): Promise<void> {
      for (const { consultationId, ...ends } of talks)
        for (const phone of [ends.resident, ends.doctor])
          while (phone.talkOf(consultationId).state().older) await phone.talkOf(consultationId).fetchOlder()
    },
    close: (): void => phones.forEach(phone => phone.stop()),
  }
}
export type Hall = ReturnType<typeof openHall>
