/** For tests of the doctor's side: the usual steps over real HTTP. */
import { randomUUID } from 'node:crypto'
import { codeSystems } from 'shared/kernel/fhir-systems'
import { v7 as uuid } from 'uuid'
import { type ConsultingDoctor, askDoctor, newConsultingDoctor } from '../../../testing/consulting'
import type { TestServer } from '../../../testing/server'
import { type Resident, newResident } from '../../../testing/signed-in'

type Given = Parameters<typeof askDoctor>[3]
type Doctor = Pick<ConsultingDoctor, 'consultationsDoctor'>
type Bodies = {
  [K in 'accept' | 'stop']: Parameters<ConsultingDoctor['consultationsDoctor'][K]>[0]['body']
}

export interface Asked {
  doctor: ConsultingDoctor
  resident: Resident
  consultationId: string
  /** The county record that the resident picked. */
  recordId: string
}

export const stopBody: Bodies['stop'] = { why: 'changed_condition', words: '请尽快到医院做检查', departmentId: null }

export const stepsOf = (server: TestServer) => {
  const of = (consultationId: string) => ({ params: { consultationId } })
  const put = (resourceType: string, more: object): string => {
    const id = `${resourceType.toLowerCase()}-test-${randomUUID().slice(0, 8)}`
    server.platform.store.atomically(() => server.platform.store.put(id, { resourceType, id, ...more } as never))
    return id
  }
  return {
    of,
    put,
    /** A question before its doctor; both are new unless given. */
    async asked(given: Given = {}, who: Partial<Pick<Asked, 'doctor' | 'resident'>> = {}): Promise<Asked> {
      const doctor = who.doctor ?? (await newConsultingDoctor(server))
      const resident = who.resident ?? (await newResident(server, { birthDate: '1975-05-05' }))
      const { consultationId, earlier } = await askDoctor(server, resident, doctor, given)
      return { doctor, resident, consultationId, recordId: earlier.record?.recordId ?? '' }
    },
    accept: (
      { doctor, consultationId, recordId }: Pick<Asked, 'consultationId' | 'recordId'> & { doctor: Doctor },
      body: Partial<Bodies['accept']> = {},
    ) =>
      doctor.consultationsDoctor.accept({
        ...of(consultationId),
        body: { assessment: 'follow_up', evidence: { by: 'county_record', recordId }, ...body },
      }),
    decline: ({ doctor, consultationId }: { doctor: Doctor; consultationId: string }) =>
      doctor.consultationsDoctor.decline({ ...of(consultationId), body: { words: '这个病不是我的专科' } }),
    stop: (
      { doctor, consultationId }: { doctor: Doctor; consultationId: string },
      body: Partial<Bodies['stop']> = {},
    ) => doctor.consultationsDoctor.stop({ ...of(consultationId), body: { ...stopBody, ...body } }),
    transfer: (
      { doctor, consultationId }: { doctor: Doctor; consultationId: string },
      { doctorId, institutionId }: Pick<ConsultingDoctor, 'doctorId' | 'institutionId'>,
    ) =>
      doctor.consultationsDoctor.transfer({
        ...of(consultationId),
        body: { doctorId, institutionId, words: '心内科的问题，请您看看' },
      }),
    askBack: ({ doctor, consultationId }: { doctor: Doctor; consultationId: string }, text = '请补拍一张出院小结') =>
      doctor.consultationsDoctor.askBack({ ...of(consultationId), body: { messageId: uuid(), text } }),
    show: ({ doctor, consultationId }: { doctor: Doctor; consultationId: string }) =>
      doctor.consultationsDoctor.doctorConsultation(of(consultationId)),
    seen: ({ resident, consultationId }: Pick<Asked, 'resident' | 'consultationId'>) =>
      resident.consultations.consultation(of(consultationId)),
    async notes({ resident, consultationId }: Pick<Asked, 'resident' | 'consultationId'>): Promise<(string | null)[]> {
      const { messages } = await resident.consultationTalk.messages({ ...of(consultationId), query: {} })
      return messages.filter(m => m.kind === 'note').map(m => m.text)
    },
    /** Whoever did it, oldest first. */
    audited: (personId: string, action: string): Promise<Record<string, string | null>[]> =>
      server.db.query('SELECT * FROM audit_event WHERE person_id = ? AND action = ? ORDER BY audit_id', [
        personId,
        action,
      ]),
    /** Kinds of what the person was told of this consultation. */
    async told({ resident, consultationId }: Pick<Asked, 'resident' | 'consultationId'>) {
      await server.runJob('notifications-deliver')
      const { messages } = await resident.notifications.messages({ query: {} })
      return messages.filter(m => m.link.includes(consultationId))
    },
    /** Puts the doctor into the person's family-doctor team. */
    joinTeam: ({ onFile }: Resident, doctorId: string): string =>
      put('CareTeam', {
        status: 'active',
        category: [{ coding: [{ system: codeSystems.careTeam, code: 'family-doctor' }] }],
        subject: { reference: `Patient/${onFile.platformId}` },
        participant: [{ member: { reference: `Practitioner/${doctorId}` } }],
      }),
    /** What is due for it, paid; the notice has arrived. */
    async pay(resident: Resident, orderId: string): Promise<void> {
      const { parameters } = await resident.payments.pay({ params: { orderId } })
      await server.wechat.pay.pay({ prepay_id: parameters.package.slice('prepay_id='.length) })
      await server.wechat.pay.settle()
    },
  }
}
export type Steps = ReturnType<typeof stepsOf>
