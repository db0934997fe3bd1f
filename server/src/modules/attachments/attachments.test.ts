/** Uploads, links and deletion over real HTTP, with real files. */
import { randomBytes, randomUUID } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import sharp from 'sharp'
import type { ShownAttachment } from 'shared/attachments/contract'
import type { ProblemError } from 'shared/kernel/client'
import { isProblem } from 'shared/kernel/errors'
import { v7 as uuid } from 'uuid'
import { attachmentJobs } from '.'
import { transaction } from '../../db/transaction'
import { createFieldCipher } from '../../security/field-cipher'
import { codeOf, formOf, refusalOf } from '../../testing/client'
import { type TestServer, startTestServer } from '../../testing/server'
import { type Resident, newResident } from '../../testing/signed-in'
import { Attachment } from './attachment.entity'
import { claimAttachments } from './claim'
import { forgetAttachments } from './forget'
import { openFile, readAttachment } from './open'
import type { AttachmentOwners } from './owner'
import { hidden, mp3, photo, png, recorded, wav } from '../../testing/files'

let server: TestServer
let who: Resident
let stranger: Resident
let jpeg: Buffer
const environment = { ATTACHMENT_MAX_MB: '2', SOUND_MAX_SECONDS: '10', ATTACHMENT_UNUSED_LIMIT: '12' }
beforeAll(async () => {
  server = await startTestServer({ environment })
  who = await newResident(server)
  stranger = await newResident(server)
  jpeg = await photo()
}, 60_000)
afterAll(() => server?.stop())
beforeEach(() => server.db.manager.clear(Attachment))

const upload = (kind: 'picture' | 'sound', file: Buffer, by = who) => by.attachments.upload({ body: { kind }, file })
const linkOf = (attachmentId: string, by = who): Promise<ShownAttachment> =>
  by.attachments.attachmentLink({ params: { attachmentId } })
const get = (url: string | null, headers: Record<string, string> = {}) => fetch(`${server.base}${url}`, { headers })
const bytesOf = async (url: string | null) => Buffer.from(await (await get(url)).arrayBuffer())
const row = (attachmentId: string) => server.db.manager.findOneBy(Attachment, { attachmentId })
const claim = (ownerId: string, attachmentIds: string[], accountId = who.accountId) =>
  transaction(server.db, tx => claimAttachments(tx, { accountId, attachmentIds, ownerKind: 'consultation', ownerId }))
const storedFiles = async (): Promise<string[]> => {
  const found = await readdir(server.attachmentsFolder, { recursive: true, withFileTypes: true }).catch(() => [])
  return found.filter(f => f.isFile()).map(f => join(f.parentPath, f.name))
}
/** An owner that lets in whom a test names, as a feature would. */
const lettingIn = (...accountIds: string[]): AttachmentOwners => ({
  consultation: {
    mayOpen: async s => accountIds.includes(s.accountId),
    noteLook: async () => undefined,
    onChecked: async () => undefined,
  },
})
const tokenOf = ({ url }: ShownAttachment) => url!.slice('/api/files/'.length)

describe('a picture', () => {
  it('is shown upright and small enough, without a trace of where it was taken', async () => {
    const given = await upload('picture', jpeg)
    expect(given).toEqual({
      attachmentId: expect.any(String),
      kind: 'picture',
      state: 'ready',
      width: 800,
      height: 1200,
      seconds: null,
    })
    const shown = await linkOf(given.attachmentId)
    const answer = await get(shown.url)
    expect(answer.status).toBe(200)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'content-disposition': 'inline',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    })
    const full = Buffer.from(await answer.arrayBuffer())
    const { exif, xmp, format, width, height } = await sharp(full).metadata()
    expect({ exif, xmp, format, width, height }).toEqual({ format: 'jpeg', width: 800, height: 1200 })
    expect(full.includes(hidden.owner)).toBe(false)
    expect((await sharp(await bytesOf(shown.thumbnailUrl)).metadata()).height).toBe(320)
  })

  it('is encrypted where it is kept, and nothing else of it is on the disk', async () => {
    const before = new Set(await storedFiles())
    const { attachmentId } = await upload('picture', jpeg)
    const full = await bytesOf((await linkOf(attachmentId)).url)
    const files = (await storedFiles()).filter(f => !before.has(f))
    expect(files.map(f => f.slice(f.lastIndexOf('/') + 1)).sort()).toEqual([
      `${attachmentId}.full`,
      `${attachmentId}.thumbnail`,
    ])
    for (const file of files) {
      const kept = await readFile(file)
      expect(kept.includes(Buffer.from('ffd8ff', 'hex'))).toBe(false)
      expect(kept.includes('JFIF')).toBe(false)
      expect(kept.includes(full.subarray(200, 232))).toBe(false)
    }
    expect((await row(attachmentId))!.sealedKey).toMatch(/^k1\./)
  })

  it('is known by its bytes, not by its name', async () => {
    const sent = async (file: Buffer, name: string) =>
      who.ask('POST', '/attachments', {
        body: formOf({ kind: 'picture' }, file, name),
        headers: { 'Idempotency-Key': randomUUID() },
      })
    expect((await sent(await png(), '../../notes.txt')).status).toBe(201)
    const page = await sent(Buffer.from('<html><script>alert(1)</script></html>'), 'photo.jpg')
    expect(page).toMatchObject({ status: 415, body: { code: 'attachment_type' } })
    expect(await codeOf(upload('sound', jpeg))).toBe('attachment_type')
    expect(await codeOf(upload('picture', wav(1)))).toBe('attachment_type')
  })

  it('that was refused leaves nothing behind', async () => {
    const before = await storedFiles()
    expect(await codeOf(upload('picture', jpeg.subarray(0, 3000)))).toBe('attachment_unreadable')
    expect(await codeOf(upload('sound', mp3(12)))).toBe('sound_too_long')
    const refused = await refusalOf(upload('picture', Buffer.concat([jpeg, randomBytes(2 * 1024 * 1024)])))
    expect(refused).toMatchObject({ code: 'attachment_too_large', details: { limit: 2 } })
    expect(refused.message).toContain('最大 2 MB')
    expect(await storedFiles()).toEqual(before)
    expect(await server.db.manager.count(Attachment)).toBe(0)
  })

  it('is there once when it was sent twice under one key, also at the same time', async () => {
    const send = (idempotencyKey: string, file = jpeg) =>
      who.attachments.upload({ body: { kind: 'picture' }, file, idempotencyKey })
    const key = randomUUID()
    const [one, two] = await Promise.all([send(key), send(key)])
    expect(two).toEqual(one)
    expect(await send(key)).toEqual(one)
    expect(await codeOf(send(key, await png()))).toBe('idempotency_key_reused')
    const ready = await server.db.manager.countBy(Attachment, { accountId: who.accountId, state: 'ready' })
    expect(ready).toBe(1)
  })

  it('is not taken any more when too many lie unused', async () => {
    const small = await png()
    for (let i = 0; i < 12; i++) await upload('picture', small)
    expect(await refusalOf(upload('picture', small))).toMatchObject({
      code: 'attachment_limit',
      details: { limit: 12 },
    })
    await upload('picture', small, stranger)
  })
})

test('as many come at once from one phone as it may send together, however slowly', async () => {
  const small = await png()
  const headers = {
    Authorization: `Bearer ${who.tokens.accessToken}`,
    'Content-Type': 'multipart/form-data; boundary=phone',
  }
  const slow = Array.from({ length: 10 }, () => {
    const sent = request(`${server.base}/api/attachments`, { method: 'POST', headers })
    sent.on('error', () => undefined).write('--phone')
    return sent
  })
  const next = () =>
    upload('picture', small).then(
      () => 'taken',
      (error: ProblemError) => error.code,
    )
  const until = async (outcome: string) => {
    for (let tries = 0; tries < 10; tries++) if ((await next()) === outcome) return outcome
    return 'never'
  }
  expect(await until('too_many_requests')).toBe('too_many_requests')
  await upload('picture', small, stranger)
  for (const sent of slow) sent.destroy()
  expect(await until('taken')).toBe('taken')
})

describe('sound', () => {
  it('is heard in ranges, as phones ask for it', async () => {
    const given = await upload('sound', recorded('webm'))
    expect(given).toMatchObject({ kind: 'sound', state: 'ready', width: null, height: null, seconds: 4 })
    const { url, thumbnailUrl } = await linkOf(given.attachmentId)
    expect(thumbnailUrl).toBeNull()
    const whole = await get(url)
    expect(whole.headers.get('content-type')).toBe('audio/webm')
    expect(whole.headers.get('accept-ranges')).toBe('bytes')
    const bytes = Buffer.from(await whole.arrayBuffer())
    const part = async (range: string) => {
      const answer = await get(url, { Range: range })
      return [answer.status, answer.headers.get('content-range'), Buffer.from(await answer.arrayBuffer())] as const
    }
    const total = bytes.length
    expect(await part('bytes=0-1')).toEqual([206, `bytes 0-1/${total}`, bytes.subarray(0, 2)])
    expect(await part('bytes=100-')).toEqual([206, `bytes 100-${total - 1}/${total}`, bytes.subarray(100)])
    expect(await part('bytes=-5')).toEqual([206, `bytes ${total - 5}-${total - 1}/${total}`, bytes.subarray(-5)])
    expect((await part(`bytes=${total}-`)).slice(0, 2)).toEqual([416, `bytes */${total}`])
    expect((await part('bytes=0-1,9-10'))[0]).toBe(200)
    expect((await part('lines=0-1'))[0]).toBe(200)
  })

  it('is taken to its last second and no further', async () => {
    expect((await upload('sound', mp3(10.4))).seconds).toBe(10)
    expect(await refusalOf(upload('sound', mp3(11.2)))).toMatchObject({
      code: 'sound_too_long',
      details: { seconds: 10 },
    })
  })
})

describe('a link', () => {
  it('is given to nobody else, and a made-up one opens nothing', async () => {
    const { attachmentId } = await upload('picture', jpeg)
    expect(await codeOf(linkOf(attachmentId, stranger))).toBe('not_found')
    expect(await codeOf(linkOf(uuid()))).toBe('not_found')
    const { url } = await linkOf(attachmentId)
    const changed = url!.slice(0, -3) + (url!.endsWith('AAA') ? 'BBB' : 'AAA')
    for (const wrong of [changed, '/api/files/k1.' + 'A'.repeat(120), '/api/files/../../etc/passwd'])
      expect((await get(wrong)).status).toBe(404)
  })

  it('ends after its minutes', async () => {
    const { attachmentId } = await upload('picture', jpeg)
    const { url, linkUntil } = await linkOf(attachmentId)
    expect(new Date(linkUntil).getTime() - server.clock.now().getTime()).toBeGreaterThan(4 * 60_000)
    expect((await get(url)).status).toBe(200)
    server.clock.push(5 * 60_000)
    expect((await get(url)).status).toBe(404)
    expect((await get((await linkOf(attachmentId)).url)).status).toBe(200)
  })

  it('ends with the session that asked for it', async () => {
    const leaving = await newResident(server)
    const { attachmentId } = await upload('picture', jpeg, leaving)
    const { url } = await linkOf(attachmentId, leaving)
    expect((await get(url)).status).toBe(200)
    await leaving.identity.signOut({})
    expect((await get(url)).status).toBe(404)
  })

  it('follows the owner’s policy once it is used, for the uploader too', async () => {
    const { attachmentId } = await upload('picture', jpeg)
    const shown = await linkOf(attachmentId)
    expect(await claim(uuid(), [attachmentId])).toMatchObject([{ attachmentId, ownerKind: 'consultation' }])
    const opened = async (owners: AttachmentOwners) =>
      isProblem(await openFile(server.context, owners, tokenOf(shown))) ? 'nothing' : 'opened'
    expect(await opened(lettingIn(who.accountId))).toBe('opened')
    expect(await opened(lettingIn(stranger.accountId))).toBe('nothing')
    // No feature lets this owner in: nobody.
    expect((await get(shown.url)).status).toBe(404)
    expect(await codeOf(linkOf(attachmentId))).toBe('not_found')
    expect((await readAttachment(server.context, attachmentId)).subarray(0, 2).toString('hex')).toBe('ffd8')
  })
})

describe('using one', () => {
  it('binds it once, and only one’s own', async () => {
    const [a, b] = [await upload('picture', jpeg), await upload('sound', mp3(2))]
    const ids = [b.attachmentId, a.attachmentId]
    expect(await claim(uuid(), ids, stranger.accountId)).toMatchObject({ code: 'attachment_unknown' })
    expect(await claim(uuid(), [...ids, uuid()])).toMatchObject({ code: 'attachment_unknown' })
    const claims = await Promise.all([claim(uuid(), ids), claim(uuid(), ids)])
    expect(claims.filter(isProblem)).toMatchObject([{ code: 'attachment_unknown' }])
    expect(claims.find(c => !isProblem(c))).toMatchObject([{ attachmentId: ids[0] }, { attachmentId: ids[1] }])
    expect(await claim(uuid(), [])).toEqual([])
  })
})

describe('what is deleted', () => {
  const clean = () => server.runJob('attachments-clean')

  it('is what nobody used within a day, from the store too', async () => {
    const unused = await upload('picture', jpeg)
    const used = await upload('picture', jpeg)
    await claim(uuid(), [used.attachmentId])
    server.clock.push(23 * 3_600_000)
    await clean()
    expect(await row(unused.attachmentId)).not.toBeNull()
    server.clock.push(2 * 3_600_000)
    await clean()
    expect(await row(unused.attachmentId)).toBeNull()
    expect((await storedFiles()).filter(f => f.includes(unused.attachmentId))).toEqual([])
    expect((await storedFiles()).filter(f => f.includes(used.attachmentId))).toHaveLength(2)
    expect(await claim(uuid(), [unused.attachmentId])).toMatchObject({ code: 'attachment_unknown' })
  })

  it('cannot be read from the moment on, and is removed even if the store was away', async () => {
    const { attachmentId } = await upload('picture', jpeg)
    const ownerId = uuid()
    await claim(ownerId, [attachmentId])
    await transaction(server.db, tx => forgetAttachments(tx, 'consultation', [ownerId], server.clock.now()))
    expect(await row(attachmentId)).toMatchObject({ sealedKey: null })
    await expect(readAttachment(server.context, attachmentId)).rejects.toThrow('gone')

    const { files } = server.context
    const away = { ...server.context, files: { ...files, remove: () => Promise.reject(new Error('away')) } }
    const job = attachmentJobs(away, lettingIn()).find(j => j.name === 'attachments-clean')!
    await expect(job.run()).rejects.toThrow('away')
    expect(await row(attachmentId)).not.toBeNull()
    await clean()
    expect(await row(attachmentId)).toBeNull()
    expect((await storedFiles()).filter(f => f.includes(attachmentId))).toEqual([])
  })

  it('is what was on its way into the store when the process ended', async () => {
    const { files } = server.context
    server.context.files = { ...files, put: () => Promise.reject(new Error('no space left')) }
    try {
      expect(await codeOf(upload('picture', jpeg))).toBe('unavailable')
    } finally {
      server.context.files = files
    }
    const [left] = await server.db.manager.findBy(Attachment, { accountId: who.accountId, state: 'storing' })
    expect(await claim(uuid(), [left!.attachmentId])).toMatchObject({ code: 'attachment_unknown' })
    await clean()
    expect(await row(left!.attachmentId)).not.toBeNull()
    server.clock.push(3_700_000)
    await clean()
    expect(await row(left!.attachmentId)).toBeNull()
  })

  it('is what an account had not used when it is deleted', async () => {
    const leaving = await newResident(server)
    const { attachmentId } = await upload('picture', jpeg, leaving)
    await leaving.identity.deleteAccount({})
    expect(await row(attachmentId)).toMatchObject({ sealedKey: null, deletedAt: expect.any(Date) })
  })
})

test('a new key in front of the old one: what it sealed is sealed anew and still opens', async () => {
  const { attachmentId } = await upload('picture', jpeg)
  const before = await readAttachment(server.context, attachmentId)
  const { config } = server.context
  const keys = [{ id: 'k2', key: randomBytes(32) }, ...config.DATA_KEYS]
  const index = Buffer.from(config.INDEX_KEY, 'base64')
  const both = { ...server.context, cipher: createFieldCipher(keys, index) }
  await attachmentJobs(both, lettingIn())
    .find(j => j.name === 'attachments-reseal')!
    .run()
  expect((await row(attachmentId))!.sealedKey).toMatch(/^k2\./)
  const without = { ...server.context, cipher: createFieldCipher(keys.slice(0, 1), index) }
  expect(await readAttachment(without, attachmentId)).toEqual(before)
})
