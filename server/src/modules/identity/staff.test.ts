import { randomUUID } from 'node:crypto'
import { automaticHeader } from 'shared/kernel/endpoint'
import { clientsOf, codeOf, refusalOf } from '../../testing/client'
import { type TestServer, startTestServer } from '../../testing/server'
import {
  type SignedIn,
  type StaffMember,
  newAdministrator,
  newResident,
  newStaff,
  newcomer,
  signIn,
} from '../../testing/signed-in'
import { createFirstInvitation } from './first-invitation'

let server: TestServer
let administrator: StaffMember
beforeAll(async () => {
  server = await startTestServer()
  await server.runJob('relay-sync')
  administrator = await newAdministrator(server)
})
afterAll(() => server.stop())

const passcode = 'clinic-desk-2026'
const clerkAt = (institutionId = 'org-county') => newStaff(server, { role: 'staff', institutionId })
const enter = (who: SignedIn, given: string) => who.identityStaff.enterSecondFactor({ body: { passcode: given } })
const staffIdOf = async (who: SignedIn): Promise<string> => {
  const rows = await server.db.query('SELECT staff_id FROM staff WHERE account_id = ?', [who.accountId])
  return rows[0].staff_id as string
}
const setDisabled = (by: StaffMember, staffId: string, disabled: boolean) =>
  by.identityStaff.setStaffDisabled({ params: { staffId }, body: { disabled, reason: '岗位调整' } })
/** Whether the desk's door is open: something only staff may do. */
const deskOf = (who: SignedIn) => who.healthCard.verifyCard({ body: { code: 'nonsense', step: 'check_in' } })

/** A token that has not ended with the pushed clock, without a request that would count as an act. */
const freshToken = async (who: SignedIn): Promise<string> => {
  const { refreshToken } = who.tokens
  Object.assign(who.tokens, await clientsOf(server.base).identity.refresh({ body: { refreshToken } }))
  return who.tokens.accessToken
}

describe('invitation', () => {
  const invite = (more: object = {}) =>
    administrator.identityStaff.inviteStaff({
      body: { role: 'staff', institutionId: 'org-county', practitionerId: null, displayName: '刘敏', ...more },
    })
  const accept = (who: SignedIn, code: string, given = passcode) =>
    who.identityStaff.acceptInvitation({ body: { code, passcode: given } })

  test('binds a WeChat identity to the position, once, however the code is typed', async () => {
    const { code } = await invite()
    const who = await newcomer(server)
    const me = await accept(who, code.toLowerCase().replaceAll('-', ' ').replaceAll(' ', '-'))
    expect(me.positions).toMatchObject([{ role: 'staff', institutionId: 'org-county' }])
    expect(me.secondFactor).toMatchObject({ required: true, set: true })
    expect(await codeOf(deskOf(who))).toBe('card_code_forged')
    expect(await codeOf(accept(await newcomer(server), code))).toBe('invitation_invalid')
  })

  test('of two who accept one code at the same moment, one gets it', async () => {
    const { code } = await invite()
    const both = [await newcomer(server), await newcomer(server)]
    const answers = await Promise.allSettled(both.map(who => accept(who, code)))
    expect(answers.filter(a => a.status === 'fulfilled')).toHaveLength(1)
  })

  test('ends by its time, and an invented code is refused', async () => {
    const { code } = await invite()
    expect(await codeOf(accept(await newcomer(server), 'ABCD-EFGH-JKMN-PQRS'))).toBe('invitation_invalid')
    server.clock.push(73 * 3_600_000)
    expect(await codeOf(accept(await newcomer(server), code))).toBe('invitation_invalid')
    await administrator.enterSecondFactor()
  })

  test('one person may hold several positions, under one passcode', async () => {
    const who = await clerkAt()
    const { code } = await invite({ institutionId: 'org-qingshi' })
    expect(await codeOf(accept(who, code, 'another-passcode'))).toBe('passcode_wrong')
    expect((await accept(who, code)).positions).toHaveLength(2)
  })

  test('an institution or a doctor that does not exist there is refused', async () => {
    expect(await codeOf(invite({ institutionId: 'org-nowhere' }))).toBe('institution_unknown')
    expect(await codeOf(invite({ role: 'doctor' }))).toBe('practitioner_unknown')
    const elsewhere = { role: 'doctor', institutionId: 'org-songping', practitionerId: 'doc-qingshi-general-1' }
    expect(await codeOf(invite(elsewhere))).toBe('practitioner_unknown')
    await invite({ ...elsewhere, institutionId: 'org-qingshi' })
  })

  test('the code and the passcode are stored as hashes, the name sealed', async () => {
    const { code } = await invite()
    const who = await newcomer(server)
    await accept(who, code)
    const rows = [
      await server.db.query('SELECT * FROM invitation'),
      await server.db.query('SELECT * FROM account WHERE account_id = ?', [who.accountId]),
      await server.db.query('SELECT * FROM staff'),
    ]
    const stored = JSON.stringify(rows)
    for (const secret of [code, code.replaceAll('-', ''), passcode, '刘敏']) expect(stored).not.toContain(secret)
    expect(stored).toMatch(/scrypt\$1024\$8\$3\$/)
  })

  test('only an administrator invites', async () => {
    const resident = await newResident(server)
    const body = { role: 'staff' as const, institutionId: 'org-county', practitionerId: null, displayName: '我' }
    for (const other of [resident, await clerkAt()])
      expect(await codeOf(other.identityStaff.inviteStaff({ body }))).toBe('forbidden')
  })

  test('the first administrator is invited at the terminal', async () => {
    const first = { institutionId: 'org-county', displayName: '高建国' }
    const { code } = await createFirstInvitation(server.context, first)
    const who = await newcomer(server)
    expect((await accept(who, code)).positions).toMatchObject([{ role: 'administrator' }])
  })
})

describe('second factor', () => {
  test('opens a working period in this session alone', async () => {
    const clerk = await clerkAt()
    expect(await codeOf(deskOf(clerk))).toBe('card_code_forged')
    const elsewhere = await signIn(server, clerk.personaId)
    expect(await codeOf(deskOf(elsewhere))).toBe('second_factor_required')
  })

  test('the period ends by the clock', async () => {
    const clerk = await clerkAt()
    for (let hour = 0; hour < 9; hour++) {
      server.clock.push(55 * 60_000)
      await clerk.identity.me({})
    }
    expect(await codeOf(deskOf(clerk))).toBe('second_factor_required')
    await administrator.enterSecondFactor()
  })

  test('and earlier when nothing is done for an hour, for good', async () => {
    const clerk = await clerkAt()
    server.clock.push(61 * 60_000)
    expect(await codeOf(deskOf(clerk))).toBe('second_factor_required')
    expect(await codeOf(deskOf(clerk))).toBe('second_factor_required')
    await enter(clerk, passcode)
    expect(await codeOf(deskOf(clerk))).toBe('card_code_forged')
    await administrator.enterSecondFactor()
  })

  test('a desk that refreshes itself does not keep the period alive; a look or a write by hand does', async () => {
    const clerk = await clerkAt()
    const automatic = { [automaticHeader]: 'true' }
    const ask = async (method: 'GET' | 'POST', path: string, given: { body?: unknown; headers?: object } = {}) => {
      const headers = { Authorization: `Bearer ${await freshToken(clerk)}`, ...given.headers }
      return (await clerk.ask(method, path, { body: given.body, headers })).body as { code?: string }
    }
    const pollFor = async (minutes: number) => {
      for (let past = 0; past < minutes; past += 10) {
        server.clock.push(10 * 60_000)
        const { code } = await ask('GET', '/desk/appointments', { headers: automatic })
        if (code) return code
      }
      return 'open'
    }
    expect(await pollFor(40)).toBe('open')
    await ask('GET', '/desk/appointments')
    expect(await pollFor(40)).toBe('open')
    // On a write the header counts for nothing.
    const body = { code: 'nonsense', step: 'check_in' }
    const headers = { ...automatic, 'Idempotency-Key': randomUUID() }
    expect((await ask('POST', '/health-cards/verification', { body, headers })).code).toBe('card_code_forged')
    expect(await pollFor(40)).toBe('open')
    expect(await pollFor(20)).toBe('second_factor_required')
    await administrator.enterSecondFactor()
  })

  test('five wrong ones lock it, with what is left told each time', async () => {
    const clerk = await clerkAt()
    const refusals = []
    for (let i = 0; i < 5; i++) refusals.push(await refusalOf(enter(clerk, 'wrong-passcode')))
    expect(refusals.map(r => r.details.left)).toEqual([4, 3, 2, 1, undefined])
    expect(refusals.at(-1)!.code).toBe('passcode_locked')
    expect(await codeOf(enter(clerk, passcode))).toBe('passcode_locked')
    const { staff } = await administrator.identityStaff.staff({ query: {} })
    const staffId = await staffIdOf(clerk)
    expect(staff.find(s => s.staffId === staffId)!.lockedUntil).not.toBeNull()
    server.clock.push(16 * 60_000)
    await enter(clerk, passcode)
  })

  test('twenty guesses at the same moment are five guesses', async () => {
    const clerk = await clerkAt()
    const guesses = Array.from({ length: 20 }, (_, i) => codeOf(enter(clerk, `wrong-passcode-${i}`)))
    const codes = await Promise.all(guesses)
    // The fifth wrong one locks; depending on who comes last it is told as wrong or as locked.
    expect(codes.filter(c => c === 'passcode_wrong').length).toBeLessThanOrEqual(5)
    const [row] = await server.db.query('SELECT passcode_failures AS failures FROM account WHERE account_id = ?', [
      clerk.accountId,
    ])
    expect(row.failures).toBe(5)
    expect(await codeOf(enter(clerk, passcode))).toBe('passcode_locked')
  })

  test('a right one forgets the wrong ones before it', async () => {
    const clerk = await clerkAt()
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 4; i++) expect(await codeOf(enter(clerk, 'wrong-passcode'))).toBe('passcode_wrong')
      await enter(clerk, passcode)
    }
  })

  test('somebody who is no staff has none', async () => {
    expect(await codeOf(enter(await newResident(server), passcode))).toBe('not_staff')
  })

  test('a forgotten passcode is set anew by a code for that account alone', async () => {
    const clerk = await clerkAt()
    const { code } = await administrator.identityStaff.resetPasscode({ params: { staffId: await staffIdOf(clerk) } })
    expect(await codeOf(deskOf(clerk))).toBe('second_factor_required')
    expect(await codeOf(enter(clerk, passcode))).toBe('not_staff')
    const stranger = await newcomer(server)
    const body = { code, passcode: 'a-new-passcode' }
    expect(await codeOf(stranger.identityStaff.acceptInvitation({ body }))).toBe('invitation_invalid')
    await clerk.identityStaff.acceptInvitation({ body })
    await enter(clerk, 'a-new-passcode')
  })
})

describe('disabling', () => {
  test('works on the next request, and enabling again too', async () => {
    const clerk = await clerkAt()
    const staffId = await staffIdOf(clerk)
    expect((await setDisabled(administrator, staffId, true)).disabledAt).not.toBeNull()
    expect(await codeOf(deskOf(clerk))).toBe('account_disabled')
    expect((await clerk.identity.me({})).positions).toEqual([])
    await setDisabled(administrator, staffId, false)
    expect(await codeOf(deskOf(clerk))).toBe('card_code_forged')
  })

  test('never the last administrator, also when two disable each other', async () => {
    await server.db.query(`UPDATE staff SET disabled_at = NOW(3) WHERE role = 'administrator' AND account_id <> ?`, [
      administrator.accountId,
    ])
    const own = await staffIdOf(administrator)
    expect(await codeOf(setDisabled(administrator, own, true))).toBe('last_administrator')
    const second = await newAdministrator(server)
    const answers = await Promise.allSettled([
      setDisabled(administrator, await staffIdOf(second), true),
      setDisabled(second, own, true),
    ])
    expect(answers.filter(a => a.status === 'fulfilled').length).toBeLessThanOrEqual(1)
    const [left] = await server.db.query(
      `SELECT COUNT(*) AS n FROM staff WHERE role = 'administrator' AND disabled_at IS NULL`,
    )
    expect(Number(left.n)).toBeGreaterThanOrEqual(1)
  })
})
