import { doctorConsultationsContract } from 'shared/consultations/doctor-contract'
import { isProblem } from 'shared/kernel/errors'
import type { Context } from '../../../context'
import { type Call, type Handlers, type Routes, routes } from '../../../http/call'
import { recordAccesses } from '../../audit'
import type { Consultation } from '../consultation.entity'
import { noteLook } from '../talking/note-look'
import { byDoctor } from './by-doctor'
import { acceptingHandlers, clinicHandlers, transferHandlers } from './deciding-routes'
import { findAct, showerOf } from './doctor-act'
import { lookAtRecords } from './patient-records'
import { findEnded, findWork, noWork, placesOf, showLines } from './queue'

type H = Handlers<typeof doctorConsultationsContract>

/** One row for each person and hour: a list that refreshes itself is one look. */
const noteList = ({ db, clock }: Context, call: Call, rows: readonly Consultation[]): Promise<void> => {
  const at = clock.now()
  return recordAccesses(
    db,
    rows.map(({ personId, institutionId }) => ({
      ...byDoctor('consultations.list', { position: { institutionId } }, call),
      at,
      personId,
    })),
    { onceEvery: 'hour' },
  )
}

const looking = (context: Context): Pick<H, 'queue' | 'doctorConsultation' | 'patientRecords'> => ({
  queue: async ({ query }, call) => {
    const { db } = context
    const places = placesOf(call.positions)
    const work = query.list === 'work' ? await findWork(context, places) : noWork
    const { ended, next } =
      query.list === 'ended' ? await findEnded(db, places, query.before) : { ended: [], next: null }
    const lists = { ...work, ended }
    const rows = Object.values(lists).flat()
    await noteList(context, call, rows)
    const lines = await showLines(context, rows)
    const byId = new Map(lines.map(line => [line.consultationId, line]))
    const shown = (of: Consultation[]) => of.map(c => byId.get(c.consultationId)!)
    return {
      waiting: shown(lists.waiting),
      running: shown(lists.running),
      toFollowUp: shown(lists.toFollowUp),
      toRecord: shown(lists.toRecord),
      ended: shown(ended),
      next,
    }
  },
  doctorConsultation: async ({ params }, call) => {
    const act = await findAct(context, call, params.consultationId)
    if (isProblem(act)) return act
    const { consultation, now: at } = act
    await noteLook(context, consultation, { ...act.by('consultations.show'), at })
    return (await showerOf(act))(consultation)
  },
  patientRecords: async ({ params, query }, call) => {
    const act = await findAct(context, call, params.consultationId)
    if (isProblem(act)) return act
    const records = await lookAtRecords(context, act.consultation, query.kind, act.by('consultations.records'))
    return isProblem(records) ? records : { records }
  },
})

/** The doctor who answers. */
export const answeringRoutes = (context: Context): Routes =>
  routes(doctorConsultationsContract, {
    ...looking(context),
    ...acceptingHandlers(context),
    ...transferHandlers(context),
    ...clinicHandlers(context),
  })
