/** Residents and doctors with a consultation under way between each resident and one of the doctors. */
import { newClinic } from 'server/testing/clinic'
import { type ConsultingDoctor, askDoctor, newConsultingDoctor, setConsultationRules } from 'server/testing/consulting'
import type { TestServer } from 'server/testing/server'
import { type Resident, newResident } from 'server/testing/signed-in'

/** How much is tried; more for a longer run. An access token is good for 15 minutes, and so is a run. */
export const size = {
  talks: Number(process.env.TALKS ?? 200),
  doctors: Number(process.env.TALK_DOCTORS ?? 25),
  /** Of each side of each talk while things break, by two processes and by one. */
  messages: Number(process.env.TALK_MESSAGES ?? 6),
  messagesAlone: Number(process.env.TALK_MESSAGES_ALONE ?? 4),
  /** Of each side of each talk while nothing breaks, and over how many seconds. */
  quietMessages: Number(process.env.TALK_QUIET_MESSAGES ?? 1),
  quietSeconds: Number(process.env.TALK_QUIET_SECONDS ?? 8),
}

export interface UnderWay {
  consultationId: string
  resident: Resident
  doctor: ConsultingDoctor
}

/** Some at a time: everybody at once would only wait for each other. */
const inTurns = async <T>(count: number, make: (n: number) => Promise<T>): Promise<T[]> => {
  const made: T[] = []
  let next = 0
  const lane = async (): Promise<void> => {
    for (let n = next++; n < count; n = next++) made[n] = await make(n)
  }
  await Promise.all(Array.from({ length: 8 }, lane))
  return made
}

const begin = async (server: TestServer, doctor: ConsultingDoctor): Promise<UnderWay> => {
  const resident = await newResident(server, { birthDate: '1975-05-05' })
  const { consultationId, earlier } = await askDoctor(server, resident, doctor)
  const evidence = { by: 'county_record' as const, recordId: earlier.record!.recordId }
  await doctor.consultationsDoctor.accept({ params: { consultationId }, body: { assessment: 'follow_up', evidence } })
  return { consultationId, resident, doctor }
}

/** The county platform knows them as well, so that it takes what is told of them. */
const announce = ({ platform: { store } }: TestServer, institutionId: string, doctors: ConsultingDoctor[]): void =>
  store.atomically(() => {
    store.put(institutionId, { resourceType: 'Organization', id: institutionId, name: '云溪县青石镇卫生院' } as never)
    for (const { doctorId } of doctors)
      store.put(doctorId, { resourceType: 'Practitioner', id: doctorId, name: [{ text: '李明' }] } as never)
  })

export const createTalkWorld = async (server: TestServer, { talks, doctors }: { talks: number; doctors: number }) => {
  const clinic = await newClinic(server)
  await setConsultationRules(server, clinic.institutionId, { dailyCap: 200 })
  const staff = await inTurns(doctors, () => newConsultingDoctor(server, { at: clinic }))
  announce(server, clinic.institutionId, staff)
  const underWay = await inTurns(talks, n => begin(server, staff[n % doctors]!))
  return { clinic, doctors: staff, underWay }
}
export type TalkWorld = Awaited<ReturnType<typeof createTalkWorld>>
