import { systemClock } from 'server/clock'
import { type Config } from 'server/config'
import { openDatabase } from 'server/db/data-source'
import { createFirstInvitation } from 'server/modules/identity/index'
import { createFieldCipher } from 'server/security/field-cipher'

/** The one-time code with which somebody becomes the first administrator; written by the terminal's hand alone. */
export async function inviteFirstAdministrator(
  config: Config,
  institutionId: string,
  displayName: string,
): Promise<string> {
  const db = await openDatabase(config.DATABASE_URL, 2)
  try {
    const cipher = createFieldCipher(config.DATA_KEYS, Buffer.from(config.INDEX_KEY, 'base64'))
    const { code } = await createFirstInvitation(
      { db, cipher, config, clock: systemClock },
      { institutionId, displayName },
    )
    return code
  } finally {
    await db.destroy()
  }
}
