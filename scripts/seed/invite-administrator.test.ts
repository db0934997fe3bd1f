/** `npm run invite-administrator`, as it is typed, against a real database and a server that uses it. */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { codeOf } from 'server/testing/client'
import { type TestServer, startTestServer } from 'server/testing/server'
import { newcomer } from 'server/testing/signed-in'
import { CLONE } from '../start/env-file'

const keys = {
  DATA_KEYS: `k1:${randomBytes(32).toString('base64')}`,
  INDEX_KEY: randomBytes(32).toString('base64'),
}
let server: TestServer
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'county-invite-'))
  server = await startTestServer({ environment: keys })
})
afterAll(async () => {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
})

const run = (...typed: string[]) => {
  const { DATABASE_URL, WECHAT_API_URL, WECHAT_APP_ID, COUNTY_FHIR_URL } = server.context.config
  const env = {
    ...process.env,
    ...keys,
    DATABASE_URL,
    WECHAT_API_URL,
    WECHAT_APP_ID,
    WECHAT_APP_SECRET: 'unused-by-this-command',
    COUNTY_FHIR_URL,
    DATA_DIR: folder,
  }
  return promisify(execFile)('npm', ['run', '--silent', 'invite-administrator', '--', ...typed], { cwd: CLONE, env })
}
const passcode = 'county-admin-2026'

test('prints a code that makes the first administrator, once', async () => {
  const { stdout } = await run('org-county', '王主任')
  const code = /: ([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})\n$/.exec(stdout)?.[1]
  expect(stdout).toContain('王主任')
  const who = await newcomer(server)
  const me = await who.identityStaff.acceptInvitation({ body: { code: code!, passcode } })
  expect(me.positions).toMatchObject([{ role: 'administrator', institutionId: 'org-county' }])
  const { staff } = await who.identityStaff.staff({ query: {} })
  expect(staff).toMatchObject([{ displayName: '王主任', role: 'administrator' }])
  const late = (await newcomer(server)).identityStaff.acceptInvitation({ body: { code: code!, passcode } })
  expect(await codeOf(late)).toBe('invitation_invalid')
}, 60_000)

test('without an institution and a name it says how it is called', async () => {
  const failed = run('org-county').catch((error: { code: number; stderr: string }) => error)
  expect(await failed).toMatchObject({ code: 1, stderr: expect.stringContaining('INSTITUTION NAME') })
}, 60_000)
