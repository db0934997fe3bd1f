import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { v7 as uuid } from 'uuid'
import { type ObjectStore, checkName } from './object-store'

/** The last characters of an id are random: a folder for each two of them, so that none holds too many. */
const placeOf = (folder: string, name: string): string => {
  const [id = ''] = checkName(name).split('.')
  return join(folder, id.slice(-2), name)
}

/** Written beside and renamed: after a crash an object is there whole, or not at all. Readable by this user alone. */
const writeWhole = async (place: string, bytes: Buffer): Promise<void> => {
  const beside = `${place}.${uuid()}.part`
  try {
    const file = await open(beside, 'wx', 0o600)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, place)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
}

const isMissing = (error: unknown): boolean => (error as { code?: string }).code === 'ENOENT'

/** A folder of this machine; several processes may share it. */
export const localFolder = (folder: string): ObjectStore => ({
  async put(name, bytes) {
    const place = placeOf(folder, name)
    await mkdir(dirname(place), { recursive: true, mode: 0o700 })
    await writeWhole(place, bytes)
  },
  async get(name) {
    try {
      return await readFile(placeOf(folder, name))
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
  },
  remove: name => rm(placeOf(folder, name), { force: true }),
})
