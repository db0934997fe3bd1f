/** Those whom no word of a talk may reach, at every process all the time: what they heard, and what they were answered. */
import { newClinic } from 'server/testing/clinic'
import { newConsultingDoctor } from 'server/testing/consulting'
import { type Clients, clientsOf } from 'server/testing/client'
import type { TestServer } from 'server/testing/server'
import { newResident, newStaff, signIn } from 'server/testing/signed-in'
import { ProblemError } from 'shared/kernel/client'
import { v7 as uuid } from 'uuid'
import { type Heard, createLine } from './talk-line'
import type { TalkWorld } from './talk-world'

/** `signed out` is one of the talks' own residents, on a phone that they signed out. */
export const gatherStrangers = async (server: TestServer, world: TalkWorld) => {
  const { institutionId } = world.clinic
  const left = await signIn(server, world.underWay[0]!.resident.personaId)
  return {
    'a stranger': (await newResident(server)).tokens,
    'a colleague of the doctor': (await newConsultingDoctor(server, { at: world.clinic })).tokens,
    "another place's doctor": (await newConsultingDoctor(server, { at: await newClinic(server) })).tokens,
    'a clerk': (await newStaff(server, { role: 'staff', institutionId })).tokens,
    'an administrator': (await newStaff(server, { role: 'administrator', institutionId })).tokens,
    'signed out': left.tokens,
  }
}
type Strangers = Awaited<ReturnType<typeof gatherStrangers>>

const attempts = ({ consultationTalk: talk, consultations, consultationsDoctor }: Clients, consultationId: string) => {
  const params = { consultationId }
  const [query, reached] = [{}, { delivered: 1, read: 1 }]
  const body = () => ({ messageId: uuid(), kind: 'text' as const, text: '让我看看' })
  return [
    () => talk.messages({ params, query }),
    () => talk.doctorMessages({ params, query }),
    () => talk.send({ params, body: body() }),
    () => talk.doctorSend({ params, body: body() }),
    () => talk.reached({ params, body: reached }),
    () => talk.doctorReached({ params, body: reached }),
    () => consultations.consultation({ params }),
    () => consultationsDoctor.doctorConsultation({ params }),
  ]
}

/** Opens their sockets at every process. */
export const letListen = (strangers: Strangers, { underWay }: TalkWorld, bases: readonly string[]) => {
  const ears = Object.entries(strangers).flatMap(([who, { accessToken }]) =>
    bases.map(base => {
      const heard: (Heard | { signedOut: string })[] = []
      const line = createLine({
        bases: [base],
        token: accessToken,
        hear: event => void (event.type !== 'missed' && heard.push(event)),
        signedOut: code => {
          if (who !== 'signed out' || code !== 'signed_out') heard.push({ signedOut: code })
        },
      })
      return { who, heard, line }
    }),
  )
  const typing = setInterval(() => {
    for (const { line } of ears)
      for (const as of ['resident', 'doctor'] as const)
        line.say({ type: 'typing', consultationId: underWay[0]!.consultationId, as })
  }, 3_000)
  return {
    allLive: () => ears.every(({ line }) => line.isLive()),
    /** At one process: their sockets at all of them must end. */
    signOut: () => clientsOf(bases[0]!, strangers['signed out']).identity.signOut({}),
    signedOutEverywhere: () => ears.every(({ who, line }) => who !== 'signed out' || !line.isLive()),
    /** What any of them heard of anything. */
    heard: () => ears.flatMap(({ who, heard }) => heard.map(event => ({ who, event }))),
    /** Everything that could be asked, at every process. @returns what was answered to whom, none of it a refusal */
    async tryAll(): Promise<unknown[]> {
      const answered: unknown[] = []
      for (const [who, tokens] of Object.entries(strangers))
        for (const base of bases)
          for (const attempt of attempts(
            clientsOf(base, { ...tokens, refreshToken: 'none' }),
            underWay[0]!.consultationId,
          ))
            await attempt().then(
              answer => answered.push({ who, answer }),
              (error: unknown) => {
                const code = error instanceof ProblemError ? error.code : String(error)
                const expected = who === 'signed out' ? ['signed_out'] : ['not_found', 'forbidden']
                if (!expected.includes(code)) answered.push({ who, code })
              },
            )
      return answered
    },
    close(): void {
      clearInterval(typing)
      for (const { line } of ears) line.close()
    },
  }
}
