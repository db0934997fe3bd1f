import type { doctorConsultationsContract } from 'shared/consultations/doctor-contract'
import { isProblem, problem } from 'shared/kernel/errors'
import type { Context } from '../../../context'
import type { Handlers } from '../../../http/call'
import { findDepartment, findInstitution } from '../../directory'
import { familyTeamOf } from '../asking/family-team'
import { dayAt } from '../asking/places'
import { rulesOf } from '../asking/rules'
import { announce } from '../talking/announce'
import { accept, acceptProblem } from './accept'
import { askBack } from './ask-back'
import { bookClinic, clinicSlots } from './clinic'
import { colleaguesFor, findColleague } from './colleagues'
import { decline } from './decline'
import { announceChange, change, findAct, showerOf } from './doctor-act'
import { findEvidence } from './evidence'
import { followedUp } from './followed-up'
import { keepAssessment } from './keep-assessment'
import { answerRefusal, patientOf } from './may-answer'
import { mustStop, waitingRefusal } from './still-waiting'
import { stop } from './stop'
import { transfer } from './transfer'

type H = Handlers<typeof doctorConsultationsContract>

export const acceptingHandlers = (context: Context): Pick<H, 'accept' | 'askBack' | 'decline'> => ({
  accept: async ({ params, body }, call) => {
    const act = await findAct(context, call, params.consultationId)
    if (isProblem(act)) return act
    const { consultation, doctor, now: at } = act
    const { assessment } = body
    const unfit = acceptProblem(consultation, body, at)
    if (unfit?.code === 'stop_required' && assessment !== 'follow_up' && !mustStop(consultation))
      return keepAssessment(act, assessment)
    const refused = unfit ?? (await answerRefusal(act))
    if (refused) return refused
    const evidence = await findEvidence(context, consultation, body.evidence!)
    if (isProblem(evidence)) return evidence
    const { lapseHours } = await rulesOf(context.db, consultation.institutionId)
    const accepting = { evidence, doctorName: doctor.name, lapseHours, by: act.by('consultations.accept'), at }
    const show = await showerOf(act, evidence)
    return change(act, call.write, tx => accept(tx, context, consultation, accepting), show)
  },
  askBack: async ({ params, body }, call) => {
    const act = await findAct(context, call, params.consultationId)
    const refused = isProblem(act) ? act : await askBack(act, body)
    if (refused) return refused
    const asked = await findAct(context, call, params.consultationId)
    if (isProblem(asked)) return asked
    announceChange(context, asked.consultation)
    return (await showerOf(asked))(asked.consultation)
  },
  decline: async ({ params, body }, call) => {
    const act = await findAct(context, call, params.consultationId)
    if (isProblem(act)) return act
    const { consultation, doctor, now: at } = act
    const declining = { ...body, doctorName: doctor.name, by: act.by('consultations.decline'), at }
    return change(act, call.write, tx => decline(tx, context, consultation, declining), await showerOf(act))
  },
})

export const transferHandlers = (context: Context): Pick<H, 'transferTargets' | 'transfer'> => ({
  transferTargets: async ({ params }, call) => {
    const act = await findAct(context, call, params.consultationId)
    if (isProblem(act)) return act
    return { colleagues: await colleaguesFor(context, act.consultation, await patientOf(act), act.now) }
  },
  transfer: async ({ params, body }, call) => {
    const act = await findAct(context, call, params.consultationId)
    if (isProblem(act)) return act
    const { consultation, doctor, now: at, today } = act
    const refused = waitingRefusal(consultation, at)
    if (refused) return refused
    const person = await patientOf(act)
    const to = await findColleague(context, consultation, body, { person, now: at })
    if (isProblem(to)) return to
    const team = await familyTeamOf(context, person.platformId)
    const handing = {
      ...{ to, words: body.words, fromName: doctor.name, day: dayAt(today, context.config.TIME_ZONE), at },
      ownTeam: !isProblem(team) && team.includes(to.doctorId),
      by: act.by('consultations.transfer'),
    }
    const done = await change(
      act,
      call.write,
      tx => transfer(tx, context, consultation, handing),
      () => undefined,
    )
    // The earlier doctor's side: it is gone from the queue.
    if (!isProblem(done)) announce(context, consultation, 'queue')
    return done
  },
})

const departmentOf = async ({ db }: Context, departmentId: string | null) => {
  if (departmentId === null) return null
  const department = await findDepartment(db, departmentId)
  const institution = department?.active ? await findInstitution(db, department.institutionId) : null
  if (!department || !institution) return problem('department_unknown')
  return { departmentId, name: department.name, institutionName: institution.name }
}

export const clinicHandlers = (context: Context): Pick<H, 'stop' | 'clinicSlots' | 'bookClinic' | 'followedUp'> => ({
  stop: async ({ params, body }, call) => {
    const act = await findAct(context, call, params.consultationId)
    if (isProblem(act)) return act
    const { consultation, doctor, now: at } = act
    const department = await departmentOf(context, body.departmentId)
    if (isProblem(department)) return department
    const { refundWhenStopped } = await rulesOf(context.db, consultation.institutionId)
    const stopping = {
      ...{ why: body.why, words: body.words, department, doctorName: doctor.name, refunded: refundWhenStopped, at },
      by: act.by('consultations.stop'),
    }
    const show = await showerOf(act, { clinicDepartmentId: body.departmentId })
    return change(act, call.write, tx => stop(tx, context, consultation, stopping), show)
  },
  clinicSlots: async ({ params, query }, call) => {
    const act = await findAct(context, call, params.consultationId)
    if (isProblem(act)) return act
    const slots = await clinicSlots(context, act.consultation, query.departmentId)
    return isProblem(slots) ? slots : { slots }
  },
  bookClinic: async ({ params, body }, call) => {
    const act = await findAct(context, call, params.consultationId)
    if (isProblem(act)) return act
    const { consultation, doctor, now: at, today } = act
    const booking = { ...body, doctorName: doctor.name, by: act.by('consultations.book-clinic'), at, today }
    const shown = await bookClinic(context, call.write, consultation, booking, await showerOf(act))
    if (!isProblem(shown)) announceChange(context, { ...consultation, lastSeq: shown.last })
    return shown
  },
  followedUp: async ({ params }, call) => {
    const act = await findAct(context, call, params.consultationId)
    if (isProblem(act)) return act
    const { consultation, now: at } = act
    const by = act.by('consultations.follow-up')
    return change(act, call.write, tx => followedUp(tx, consultation, by, at), await showerOf(act))
  },
})
