import { consultationTalkContract } from 'shared/consultations/talk-contract'
import { isProblem, problem } from 'shared/kernel/errors'
import { dayOf } from '../../../clock'
import type { Context } from '../../../context'
import { type Call, type Routes, routes } from '../../../http/call'
import { auditedAs } from '../../identity'
import { byDoctor } from '../answering/by-doctor'
import { type Act, findOwn } from '../asking/act'
import { wordsRefusal } from '../asking/may-consult'
import { type DoctorSide, type ResidentSide, findDoctorSide } from '../sides'
import { noteLook } from './note-look'
import { reach } from './reached'
import { readMessages } from './read-messages'
import { sendMessage } from './send'
import { doctorSpeaker, residentSpeaker, voiceOf } from './speaker'

const read = 'consultations.read'

export const talkRoutes = (context: Context): Routes => {
  const { db, clock, config } = context
  const actOf = ({ session, requestId }: Call): Act => {
    const now = clock.now()
    return { context, session, requestId, now, today: dayOf(now, config.TIME_ZONE) }
  }
  const doctor = async ({ positions }: Call, consultationId: string) =>
    (await findDoctorSide(db, positions, consultationId)) ?? problem('not_found')

  /** One's own is nobody's look. */
  const noteResident = async ({ session, requestId, now }: Act, { ground, consultation }: ResidentSide) => {
    if (ground.basis === 'self') return
    const who = { accountId: session.accountId, requestId, ...auditedAs(ground) }
    await noteLook(context, consultation, { at: now, action: read, ...who })
  }
  const noteDoctor = (call: Call, side: DoctorSide) =>
    noteLook(context, side.consultation, { ...byDoctor('consultations.show', side, call), at: clock.now() })

  return routes(consultationTalkContract, {
    messages: async ({ params, query }, call) => {
      const act = actOf(call)
      const own = await findOwn(act, params.consultationId)
      if (isProblem(own)) return own
      await noteResident(act, own)
      return readMessages(context, call.session, own.consultation, query)
    },
    send: async ({ params, body }, call) => {
      const act = actOf(call)
      const own = await findOwn(act, params.consultationId)
      if (isProblem(own)) return own
      const refused = wordsRefusal(own.ground, act.today, config)
      if (refused) return refused
      return sendMessage(context, call.write, residentSpeaker(act, own), body)
    },
    reached: async ({ params, body }, call) => {
      const own = await findOwn(actOf(call), params.consultationId)
      if (isProblem(own)) return own
      return reach(context, 'resident', own.consultation, body)
    },
    doctorMessages: async ({ params, query }, call) => {
      const side = await doctor(call, params.consultationId)
      if (isProblem(side)) return side
      await noteDoctor(call, side)
      return readMessages(context, call.session, side.consultation, query)
    },
    doctorSend: async ({ params, body }, call) => {
      const { consultationId } = params
      const [side, voice] = await Promise.all([doctor(call, consultationId), voiceOf(db, consultationId)])
      if (isProblem(side)) return side
      return sendMessage(context, call.write, doctorSpeaker(side, voice, call, 'in-progress'), body)
    },
    doctorReached: async ({ params, body }, call) => {
      const side = await doctor(call, params.consultationId)
      if (isProblem(side)) return side
      return reach(context, 'doctor', side.consultation, body)
    },
  })
}
