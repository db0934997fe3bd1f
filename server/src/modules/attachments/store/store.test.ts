/** Both stores do the same; what is in them is unreadable. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Bucket, bucketKeys, startBucket } from '../../../testing/s3-bucket'
import { type TestServer, startTestServer } from '../../../testing/server'
import { newResident } from '../../../testing/signed-in'
import { openObject, sealObject } from '../sealed-object'
import { photo } from '../../../testing/files'
import { localFolder } from './local-folder'
import type { ObjectStore } from './object-store'
import { s3 } from './s3'

const name = '01990000-0000-7000-8000-0000000000ab.full'
let bucket: Bucket
let folder: string
beforeAll(async () => {
  bucket = await startBucket()
  folder = await mkdtemp(join(tmpdir(), 'county-store-'))
})
afterAll(async () => {
  await bucket.stop()
  await rm(folder, { recursive: true, force: true })
})
const ofBucket = (more: object = {}) => s3({ url: bucket.url, ...bucketKeys, ...more })
const stores: [string, () => ObjectStore][] = [
  ['a folder', () => localFolder(folder)],
  ['a bucket', () => ofBucket()],
]

describe.each(stores)('%s', (_what, open) => {
  it('gives back what it was given, until it is removed', async () => {
    const store = open()
    const bytes = randomBytes(300_000)
    expect(await store.get(name)).toBeNull()
    await store.put(name, randomBytes(10))
    await store.put(name, bytes)
    expect((await store.get(name))!.equals(bytes)).toBe(true)
    await store.remove(name)
    await store.remove(name)
    expect(await store.get(name)).toBeNull()
  })

  it.each(['../../etc/passwd', '/etc/passwd', 'a/b.full', 'a.full/../x', '.full', ''])(
    'takes no name like %j',
    async wrong => {
      const store = open()
      for (const act of [() => store.put(wrong, Buffer.of(1)), () => store.get(wrong), () => store.remove(wrong)])
        await expect((async () => act())()).rejects.toThrow('Not the name of an object')
    },
  )
})

test('in a folder nothing is there half, and nobody else reads it', async () => {
  const store = localFolder(join(folder, 'own'))
  await Promise.all(Array.from({ length: 20 }, (_, i) => store.put(name, Buffer.alloc(100_000, i))))
  const kept = (await store.get(name))!
  expect(new Set(kept).size).toBe(1)
  const inFolder = join(folder, 'own', 'ab')
  expect(await readdir(inFolder)).toEqual([name])
  expect((await stat(join(inFolder, name))).mode & 0o777).toBe(0o600)
  expect((await stat(inFolder)).mode & 0o777).toBe(0o700)
})

describe('a bucket', () => {
  it('believes only our own key, over the very bytes', async () => {
    await ofBucket().put(name, Buffer.from('kept'))
    await expect(ofBucket({ secretKey: 'wrong' }).put(name, Buffer.from('changed'))).rejects.toThrow('PUT: 403')
    await expect(ofBucket({ accessKey: 'wrong' }).get(name)).rejects.toThrow('GET: 403')
    await expect(ofBucket({ region: 'elsewhere' }).remove(name)).rejects.toThrow('DELETE: 403')
    expect(bucket.refused).toEqual(['SignatureDoesNotMatch', 'InvalidAccessKeyId', 'AuthorizationHeaderMalformed'])
    expect(bucket.objects.get(`/attachments/${name}`)!.toString()).toBe('kept')
  })

  it('is asked again after a fault of its own, and given up with a word that holds nothing private', async () => {
    bucket.faults.push(503, 500)
    await ofBucket().put(name, Buffer.from('again'))
    bucket.faults.push(500, 500, 500)
    await expect(ofBucket().put(name, Buffer.from('never'))).rejects.toThrow(/^The object store did not PUT: 500$/)
    bucket.faults.push(0)
    await expect(ofBucket().get(name)).rejects.toThrow(/^The object store did not GET: /)
    expect((await ofBucket().get(name))!.toString()).toBe('again')
  })
})

describe('what is sealed', () => {
  const key = randomBytes(32)
  const plain = Buffer.from('what nobody may read')
  const sealed = sealObject(key, 'one', 'full', plain)

  it('opens only whole, with its own key, as what it is', () => {
    expect(openObject(key, 'one', 'full', sealed).equals(plain)).toBe(true)
    expect(sealed.includes('nobody')).toBe(false)
    const turned = Buffer.from(sealed)
    turned[20]! ^= 1
    for (const open of [
      () => openObject(key, 'two', 'full', sealed),
      () => openObject(key, 'one', 'thumbnail', sealed),
      () => openObject(randomBytes(32), 'one', 'full', sealed),
      () => openObject(key, 'one', 'full', turned),
      () => openObject(key, 'one', 'full', sealed.subarray(0, -1)),
      () => openObject(key, 'one', 'full', Buffer.alloc(3)),
    ])
      expect(open).toThrow()
  })
})

describe('a server whose store is a bucket', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({
      environment: {
        ATTACHMENTS_URL: bucket.url,
        S3_REGION: bucketKeys.region,
        S3_ACCESS_KEY: bucketKeys.accessKey,
        S3_SECRET_KEY: bucketKeys.secretKey,
      },
    })
  }, 60_000)
  afterAll(() => server?.stop())

  it('keeps a picture there encrypted, shows it, and removes it', async () => {
    const who = await newResident(server)
    const { attachmentId } = await who.attachments.upload({ body: { kind: 'picture' }, file: await photo() })
    const kept = [...bucket.objects].filter(([path]) => path.includes(attachmentId))
    expect(kept.map(([path]) => path).sort()).toEqual([
      `/attachments/${attachmentId}.full`,
      `/attachments/${attachmentId}.thumbnail`,
    ])
    for (const [, bytes] of kept) expect(bytes.includes(Buffer.from('ffd8ff', 'hex'))).toBe(false)
    const { url } = await who.attachments.attachmentLink({ params: { attachmentId } })
    const shown = Buffer.from(await (await fetch(`${server.base}${url}`)).arrayBuffer())
    expect(shown.subarray(0, 3).toString('hex')).toBe('ffd8ff')

    bucket.faults.push(500, 500, 500)
    const refused = who.attachments.upload({ body: { kind: 'picture' }, file: await photo() })
    await expect(refused).rejects.toMatchObject({ code: 'unavailable' })

    server.clock.push(25 * 3_600_000)
    await server.runJob('attachments-clean')
    expect([...bucket.objects.keys()].filter(path => path.includes(attachmentId))).toEqual([])
  })
})
