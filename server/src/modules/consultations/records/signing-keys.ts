/** The key that a doctor signs with: made when it is first needed, its private half sealed. */
import { v7 as uuid } from 'uuid'
import type { Config } from '../../../config'
import { insertRows } from '../../../db/insert-rows'
import { type Tx, isDuplicate } from '../../../db/transaction'
import type { FieldCipher } from '../../../security/field-cipher'
import { SigningKey } from '../signing-key.entity'
import { type Algorithm, newKeyPair } from './sign'

const algorithms: Record<Config['CONSULTATION_SIGNATURE'], Algorithm> = { ed25519: 'Ed25519', sm2: 'SM2' }

/** Two records signed at the same moment use one key: it is unique per doctor and algorithm. */
export const signingKeyOf = async (
  tx: Tx,
  { cipher, config }: { cipher: FieldCipher; config: Config },
  doctorId: string,
  now: Date,
): Promise<SigningKey> => {
  const algorithm = algorithms[config.CONSULTATION_SIGNATURE]
  const liveKey = `${doctorId}:${algorithm}`
  const known = await tx.findOneBy(SigningKey, { liveKey })
  if (known) return known
  const { publicKey, privateKey } = newKeyPair(algorithm)
  const row = {
    key_id: uuid(),
    doctor_id: doctorId,
    algorithm,
    public_key: publicKey,
    private_key: cipher.seal(privateKey, 'signing_key'),
    live_key: liveKey,
    created_at: now,
  }
  try {
    await insertRows(tx, 'signing_key', [row])
  } catch (error) {
    if (!isDuplicate(error)) throw error
  }
  return tx.findOneByOrFail(SigningKey, { liveKey })
}
