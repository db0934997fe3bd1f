import type { DoctorConsultation } from 'shared/consultations/doctor-contract'
import { consultationRecordContract } from 'shared/consultations/record-contract'
import { type Problem, isProblem, problem } from 'shared/kernel/errors'
import { dayOf } from '../../../clock'
import type { Context } from '../../../context'
import type { Tx } from '../../../db/transaction'
import { type Call, type Routes, routes } from '../../../http/call'
import { provePasscode } from '../../identity'
import { type DoctorAct, announceChange, findAct, showerOf } from '../answering/doctor-act'
import { doctorRefusal } from '../answering/may-answer'
import { noteReads } from '../asking/note-reads'
import type { Consultation } from '../consultation.entity'
import { findResidentSide } from '../sides'
import { noteLook } from '../talking/note-look'
import { amend, findAmended } from './amend'
import { summaryProblem } from './check-summary'
import { type Signed, finish, finishProblem } from './finish'
import { summaryVersions } from './summaries'

/** Signs in the request's transaction, shows what is now, and tells the phones of both sides after it. */
const answer = async <P extends Problem>(
  act: DoctorAct,
  { write }: Pick<Call, 'write'>,
  work: (tx: Tx) => Promise<Signed | P>,
): Promise<DoctorConsultation | P> => {
  const show = await showerOf(act)
  let changed: Consultation | undefined
  const reply = await write<DoctorConsultation | P>(async tx => {
    const signed = await work(tx)
    if (isProblem(signed)) return signed
    changed = signed.now
    return show(signed.now, { summary: signed.summary })
  })
  if (changed && !isProblem(reply)) announceChange(act.context, changed)
  return reply
}

/**
 * Only who may answer online signs what was answered (as at the acceptance), and only who means to: the passcode is proved
 * outside the transaction, so that a wrong try stays counted.
 */
const signRefusal = async (act: DoctorAct, passcode: string) => {
  const { context, session, now } = act
  return (await doctorRefusal(act)) ?? provePasscode(context.db, context.config, session.accountId, passcode, now)
}

export const recordRoutes = (context: Context): Routes => {
  const { db, cipher, clock, config } = context
  const versionsOf = async (consultationId: string) => ({ versions: await summaryVersions(db, cipher, consultationId) })

  return routes(consultationRecordContract, {
    async summaryVersions({ params: { consultationId } }, { session, requestId }) {
      const now = clock.now()
      const today = dayOf(now, config.TIME_ZONE)
      const side = await findResidentSide(db, session, consultationId, today)
      if (!side) return problem('not_found')
      await noteReads({ context, session, requestId, now, today }, [side.ground], 'consultations.read', consultationId)
      return versionsOf(consultationId)
    },
    async doctorSummaries({ params: { consultationId } }, call) {
      const act = await findAct(context, call, consultationId)
      if (isProblem(act)) return act
      await noteLook(context, act.consultation, { ...act.by('consultations.show'), at: act.now })
      return versionsOf(consultationId)
    },
    async finish({ params, body: { passcode, ...ending } }, call) {
      const act = await findAct(context, call, params.consultationId)
      if (isProblem(act)) return act
      const { consultation, now, today } = act
      const refused = finishProblem(consultation, ending, { now, today, config }) ?? (await signRefusal(act, passcode))
      if (refused) return refused
      const action = consultation.outcome === null ? 'consultations.finish' : 'consultations.sign-late'
      const given = { consultation, summary: ending.summary, by: act.by(action), at: now }
      return answer(act, call, tx => finish(tx, context, given))
    },
    async amend({ params, body: { passcode, ...wanted } }, call) {
      const act = await findAct(context, call, params.consultationId)
      if (isProblem(act)) return act
      const { consultation, now, today } = act
      const amended = await findAmended(db.manager, consultation, wanted.version)
      if (isProblem(amended)) return amended
      const { followUpOn } = consultation
      const refused =
        summaryProblem(wanted.summary, today, { because: wanted.because, followUpOn }) ??
        (await signRefusal(act, passcode))
      if (refused) return refused
      const given = { ...wanted, consultation, by: act.by('consultations.amend'), at: now }
      return answer(act, call, tx => amend(tx, context, given))
    },
  })
}
