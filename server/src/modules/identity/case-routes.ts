/** The counter settles registrations that the county's files left in doubt. */
import { isProblem, problem } from 'shared/kernel/errors'
import type { Context } from '../../context'
import { maskIdentityNumber, maskName } from '../../security/mask'
import { giveAttemptBack, spendAttempt } from './attempts'
import { type SomeStaff, accessOf, moment } from './handler-routes'
import type { Neighbours } from './neighbours'
import { openName } from './person'
import { Person } from './person.entity'
import { positionAt } from './positions'
import { findCaseByNumber, findTaken, settleCase, showFile, takeCase } from './registration-cases'
import type { RegistrationCase } from './registration-case.entity'

const identificationOf = ({ cipher }: Context, { name, identityNumber }: RegistrationCase) => ({
  name: cipher.open(name, 'name'),
  identityNumber: cipher.open(identityNumber, 'identity_number'),
})

type Taking = SomeStaff<'takeRegistrationCase'>
const takingHandlers = (context: Context, { recordAccess }: Neighbours): Taking => ({
  async takeRegistrationCase({ body: { caseNumber, institutionId } }, call) {
    const { db, county, config } = context
    const position = positionAt(call.positions, institutionId)
    if (isProblem(position)) return position
    const { now } = moment(context)
    const guess = `case:${call.session.wechatIndex}`
    if (!(await spendAttempt(db, guess, config.GUESSES_PER_DAY, now))) return problem('case_guesses')
    const taken = await findCaseByNumber(db, caseNumber, now)
    if (!taken) return problem('case_not_found')
    await giveAttemptBack(db, guess)
    // Nobody settles what they asked for themselves.
    if (taken.accountId === call.session.accountId) return problem('forbidden')
    const given = identificationOf(context, taken)
    const files = await county.findPeople(given.identityNumber)
    if (isProblem(files)) return files
    return call.write(async tx => {
      await takeCase(tx, taken, call.session.accountId)
      const known = await tx.findOneBy(Person, { identityIndex: taken.identityIndex })
      const more = { institutionId: position.institutionId, details: { caseId: taken.caseId } }
      await recordAccess(tx, accessOf(call, now, 'take-case', known?.personId ?? null, more))
      return {
        caseId: taken.caseId,
        expiresAt: taken.expiresAt.toISOString(),
        name: given.name,
        identityNumber: maskIdentityNumber(given.identityNumber),
        files: files.map(file => showFile(file, given)),
      }
    })
  },
})

type Settling = SomeStaff<'settleRegistrationCase'>
const settlingHandlers = (context: Context, { recordAccess }: Neighbours): Settling => ({
  async settleRegistrationCase({ params: { caseId }, body }, call) {
    const { db, county, cipher } = context
    const position = positionAt(call.positions, body.institutionId)
    if (isProblem(position)) return position
    const { now } = moment(context)
    const settled = await findTaken(db, caseId, call.session.accountId, now)
    if (isProblem(settled)) return settled
    // Asked again: the file may have been mended or merged while the clerk looked.
    const files = await county.findPeople(identificationOf(context, settled).identityNumber)
    if (isProblem(files)) return files
    const file = files.find(f => f.platformId === body.platformId)
    if (!file) return problem('conflict')
    return call.write(async tx => {
      const person = await settleCase(tx, context, { settled, file }, now)
      if (isProblem(person)) return person
      const more = { institutionId: position.institutionId, purpose: body.reason, details: { caseId } }
      await recordAccess(tx, accessOf(call, now, 'settle-case', person.personId, more))
      return { name: maskName(openName(cipher, person)) }
    })
  },
})

export const caseHandlers = (context: Context, neighbours: Neighbours) => ({
  ...takingHandlers(context, neighbours),
  ...settlingHandlers(context, neighbours),
})
