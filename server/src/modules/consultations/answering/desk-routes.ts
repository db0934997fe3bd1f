import { doctorDeskContract } from 'shared/consultations/doctor-desk-contract'
import { isProblem, problem } from 'shared/kernel/errors'
import type { Context } from '../../../context'
import type { Tx } from '../../../db/transaction'
import { type Call, type Handlers, type Routes, routes } from '../../../http/call'
import { recordAccess } from '../../audit'
import { positionAt } from '../../identity'
import { announceDuty } from './announce-duty'
import { byDoctor } from './by-doctor'
import { changeDesk, setDuty, showDesk } from './desk'
import { addPhrase, listPhrases, removePhrase } from './phrases'
import { placesOf } from './queue'

type H = Handlers<typeof doctorDeskContract>

/** The desk that is meant; a position without a doctor of the directory has none. */
const placeAt = ({ positions }: Call, institutionId: string | undefined) => {
  const doctors = positions.filter(p => p.practitionerId !== null)
  const position = positionAt(doctors, institutionId)
  return isProblem(position) ? position : { position, place: placesOf([position])[0]! }
}

const ownDesk = (context: Context): Pick<H, 'desk' | 'setDuty' | 'changeDesk'> => {
  type At = Exclude<ReturnType<typeof placeAt>, { code: string }>
  const change = <T>(call: Call, { position, place }: At, action: string, work: (tx: Tx) => Promise<T>): Promise<T> =>
    call.write(async tx => {
      const result = await work(tx)
      const by = byDoctor(action, { position }, call)
      await recordAccess(tx, { ...by, at: context.clock.now(), personId: null, details: { ...place } })
      return result
    })
  return {
    desk: async ({ query }, call) => {
      const at = placeAt(call, query.institutionId)
      return isProblem(at) ? at : showDesk(context.db, context, at.place)
    },
    setDuty: async ({ body }, call) => {
      const at = placeAt(call, body.institutionId)
      if (isProblem(at)) return at
      const desk = await change(call, at, 'consultations.duty', tx => setDuty(tx, context, at.place, body.onDuty))
      if (!isProblem(desk)) announceDuty(context, at.place)
      return desk
    },
    changeDesk: async ({ body }, call) => {
      const at = placeAt(call, body.institutionId)
      if (isProblem(at)) return at
      return change(call, at, 'consultations.desk', tx => changeDesk(tx, context, at.place, body))
    },
  }
}

const doctorIdsOf = ({ positions }: Call): string[] => [...new Set(placesOf(positions).map(p => p.doctorId))]

const ownPhrases = ({ db, clock, config }: Context): Pick<H, 'phrases' | 'addPhrase' | 'removePhrase'> => ({
  phrases: async (_, call) => ({ phrases: await listPhrases(db, doctorIdsOf(call)) }),
  addPhrase: async ({ body }, call) => {
    const [doctorId] = doctorIdsOf(call)
    if (!doctorId) return problem('forbidden')
    const limit = config.CONSULTATION_PHRASE_LIMIT
    return call.write(tx => addPhrase(tx, { doctorId, phrase: body, limit, at: clock.now() }))
  },
  removePhrase: ({ params }, call) => call.write(tx => removePhrase(tx, doctorIdsOf(call), params.phraseId)),
})

/** How a doctor answers online. */
export const doctorDeskRoutes = (context: Context): Routes =>
  routes(doctorDeskContract, { ...ownDesk(context), ...ownPhrases(context) })
