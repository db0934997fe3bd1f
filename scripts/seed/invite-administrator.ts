import { resolve } from 'node:path'
import { readConfig } from 'server/config'
import { withDatabase } from '../database/open'
import { CLONE, loadEnvFile } from '../start/env-file'
import { describeError, PlainError } from '../start/plain-error'
import { keepSecrets } from '../start/secrets'
import { inviteFirstAdministrator } from './first-administrator'

/**
 * `npm run invite-administrator -- INSTITUTION NAME`: the way in for the first administrator of a county, who then invites
 * everybody else in the app. INSTITUTION is the county platform's id of the Organization they work for.
 */
async function main([institution, name]: string[]): Promise<void> {
  if (!institution || !name) throw new PlainError('Usage: npm run invite-administrator -- INSTITUTION NAME')
  loadEnvFile()
  const secrets = await keepSecrets(resolve(CLONE, process.env.DATA_DIR || '.data'))
  await withDatabase(async url => {
    const config = readConfig({ ...secrets, ...process.env, DATABASE_URL: url })
    const code = await inviteFirstAdministrator(config, institution, name)
    console.log(`${name} signs in and enters this code once, within ${config.INVITATION_HOURS} hours: ${code}`)
  })
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(describeError(error))
  process.exitCode = 1
})
