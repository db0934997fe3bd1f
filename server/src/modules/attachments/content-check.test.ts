/** Against the sandbox WeChat, which fetches what it checks and tells its answer, encrypted and signed, or forged. */
import { randomBytes } from 'node:crypto'
import { v7 as uuid } from 'uuid'
import { type AnswerFault, reviewWord, riskyWord } from '../../../../scripts/sandbox/wechat/content/content'
import { eventMessage } from '../../../../scripts/sandbox/wechat/content/event-message'
import { transaction } from '../../db/transaction'
import { codeOf } from '../../testing/client'
import { type TestServer, startTestServer } from '../../testing/server'
import { type Resident, newResident } from '../../testing/signed-in'
import { Attachment } from './attachment.entity'
import { askAboutHeld, hearAnswer } from './check-media'
import { askAboutHeldTexts, checkText, holdText } from './check-text'
import { claimAttachments } from './claim'
import { ContentAsk, HeldText } from './content-check.entity'
import { makeLink } from './link'
import type { AttachmentOwners, Checked } from './owner'
import { mp3, photo } from '../../testing/files'

const token = 'tokenOfTests'
const aesKey = randomBytes(33).toString('hex').slice(0, 43)
const target = () => ({ url: `${server.base}/api/wechat/events`, token, aesKey })
let server: TestServer
let who: Resident
let jpeg: Buffer
beforeAll(async () => {
  server = await startTestServer({
    environment: {
      CONTENT_CHECK: 'wechat',
      PUBLIC_URL: 'https://county.example',
      WECHAT_EVENT_TOKEN: token,
      WECHAT_EVENT_AES_KEY: aesKey,
    },
  })
  who = await newResident(server)
  jpeg = await photo()
}, 60_000)
afterAll(() => server?.stop())
beforeEach(async () => {
  for (const entity of [Attachment, ContentAsk, HeldText]) await server.db.manager.clear(entity)
  await server.wechat.behave()
  await server.wechat.content.behave()
  await server.wechat.content.set({ events: target(), origin: server.base, media: 'pass', answers: 'sent' })
})

const upload = (kind: 'picture' | 'sound' = 'picture') =>
  who.attachments.upload({ body: { kind }, file: kind === 'picture' ? jpeg : mp3(2) })
const stateOf = async (attachmentId: string) =>
  (await server.db.manager.findOneByOrFail(Attachment, { attachmentId })).state
const check = async () => {
  await server.runJob('attachments-check')
  return (await server.wechat.content.settle()).at(-1)!
}

/** An owner that writes down what it is told. */
const listening = () => {
  const heard: Checked[] = []
  const after: string[] = []
  const owners: AttachmentOwners = {
    consultation: {
      mayOpen: async () => true,
      noteLook: async () => undefined,
      onChecked: async (_tx, checked) => {
        heard.push(checked)
        return () => void after.push(checked.ownerId)
      },
    },
  }
  return { heard, after, owners }
}

describe('a picture', () => {
  it('is held until WeChat has looked at it, by a link that is good for nothing else', async () => {
    await server.wechat.content.set({ answers: 'held' })
    const { attachmentId, state } = await upload()
    expect(state).toBe('held')
    const asked = await check()
    expect(asked).toMatchObject({ mediaType: 2, fetched: { status: 200, type: 'image/jpeg' }, told: [] })
    expect(asked.fetched!.bytes).toBeGreaterThan(1000)
    expect(await stateOf(attachmentId)).toBe('held')
    // The author sees it meanwhile.
    const { url } = await who.attachments.attachmentLink({ params: { attachmentId } })
    expect((await fetch(`${server.base}${url}`)).status).toBe(200)

    const until = new Date(server.clock.now().getTime() + 60_000)
    const forWechat = makeLink(server.context, { variant: 'full', attachmentId, sessionId: null, until })
    expect((await fetch(`${server.base}${forWechat}`)).status).toBe(200)

    await server.wechat.content.deliver()
    expect(await stateOf(attachmentId)).toBe('ready')
    expect((await fetch(`${server.base}${url}`)).status).toBe(200)
    expect((await fetch(`${server.base}${forWechat}`)).status).toBe(404)
  })

  it.each([
    ['pass', 'ready'],
    ['review', 'ready'],
    ['risky', 'refused'],
  ] as const)('that WeChat finds %s is %s', async (media, state) => {
    await server.wechat.content.set({ media })
    const { attachmentId } = await upload()
    expect((await check()).told).toEqual([200])
    expect(await stateOf(attachmentId)).toBe(state)
    if (state === 'ready') return
    const shown = await who.attachments.attachmentLink({ params: { attachmentId } })
    expect(shown).toMatchObject({ state: 'refused', url: null, thumbnailUrl: null })
    const claim = { accountId: who.accountId, attachmentIds: [attachmentId], ownerId: uuid() }
    expect(
      await transaction(server.db, tx => claimAttachments(tx, { ...claim, ownerKind: 'consultation' })),
    ).toMatchObject({ code: 'attachment_refused' })
  })

  it('is asked about once, and once more when no answer came within half an hour', async () => {
    await server.wechat.content.misbehave('lost')
    const { attachmentId } = await upload()
    const first = await check()
    const asked = async () => (await server.wechat.content.settle()).filter(c => c.openid === first.openid).length
    const before = await asked()
    await check()
    server.clock.push(29 * 60_000)
    await check()
    expect(await asked()).toBe(before)
    server.clock.push(2 * 60_000)
    const second = await check()
    expect(second.traceId).not.toBe(first.traceId)
    expect(await stateOf(attachmentId)).toBe('ready')
    // The first answer, come at last, changes nothing and is not told for ever.
    await server.wechat.content.set({ media: 'risky' })
    await server.wechat.content.deliver({ traceId: first.traceId })
    expect(await stateOf(attachmentId)).toBe('ready')
  })

  it('is asked about again soon when WeChat could not fetch it, or was away', async () => {
    await server.wechat.content.misbehave('failed')
    const { attachmentId } = await upload()
    expect((await check()).told).toEqual([200])
    expect(await stateOf(attachmentId)).toBe('held')
    await server.wechat.misbehave({ fault: 'errcode', errcode: -1, path: '/wxa/media_check_async', times: 1 })
    server.clock.push(61_000)
    await check()
    expect(await stateOf(attachmentId)).toBe('held')
    server.clock.push(61_000)
    await check()
    expect(await stateOf(attachmentId)).toBe('ready')
  })

  it.each<AnswerFault>(['bad-signature', 'wrong-key', 'wrong-appid', 'plain'])(
    'stays held whatever a forged answer says: %s',
    async fault => {
      await server.wechat.content.misbehave(fault)
      const { attachmentId } = await upload()
      expect((await check()).told).toEqual([401])
      expect(await stateOf(attachmentId)).toBe('held')
    },
  )

  it('is told about once, after it is written, however often WeChat says it', async () => {
    const { owners, heard, after } = listening()
    await server.wechat.content.set({ answers: 'held' })
    const { attachmentId } = await upload('sound')
    const ownerId = uuid()
    const claim = { accountId: who.accountId, attachmentIds: [attachmentId], ownerId }
    await transaction(server.db, tx => claimAttachments(tx, { ...claim, ownerKind: 'consultation' }))
    await askAboutHeld(server.context, owners)
    const asked = (await server.wechat.content.settle()).at(-1)!
    expect(asked).toMatchObject({ mediaType: 1, fetched: { status: 200, type: 'audio/mpeg' } })
    await Promise.all([1, 2, 3].map(() => hearAnswer(server.context, owners, asked.traceId, 'refused')))
    await hearAnswer(server.context, owners, asked.traceId, 'ready')
    expect(heard).toEqual([{ ownerId, what: { attachmentId }, state: 'refused', at: expect.any(Date) }])
    expect(after).toEqual([ownerId])
  })

  it('goes out when the county gives up the check', async () => {
    const { attachmentId } = await upload()
    await askAboutHeld({ ...server.context, contentCheck: null }, listening().owners)
    expect(await stateOf(attachmentId)).toBe('ready')
  })
})

describe('words', () => {
  const text = (words: string) => checkText(server.context, { accountId: who.accountId, text: words })

  it('are answered at once', async () => {
    expect(await text('伤口好多了，谢谢医生')).toBe('ready')
    expect(await text(`${'很长的话'.repeat(900)}${riskyWord}`)).toBe('refused')
    expect(await text(reviewWord)).toBe('ready')
    expect(await checkText({ ...server.context, contentCheck: null }, { accountId: '', text: riskyWord })).toBe('ready')
  })

  it.each([
    ['还疼', 'ready'],
    [riskyWord, 'refused'],
  ] as const)('that WeChat did not answer are held, encrypted, and asked about again: %s', async (words, state) => {
    const { owners, heard, after } = listening()
    await server.wechat.misbehave({ fault: 'down', path: '/wxa/msg_sec_check' })
    expect(await text(words)).toBe('held')
    const [textId, ownerId] = [uuid(), uuid()]
    const held = { textId, ownerId, ownerKind: 'consultation' as const, accountId: who.accountId, text: words }
    await transaction(server.db, tx => holdText(tx, server.context, held))
    expect((await server.db.manager.findOneByOrFail(HeldText, { textId })).words).toMatch(/^k1\./)

    server.clock.push(61_000)
    await askAboutHeldTexts(server.context, owners)
    expect(heard).toEqual([])
    await server.wechat.behave()
    server.clock.push(61_000)
    await Promise.all([1, 2, 3].map(() => askAboutHeldTexts(server.context, owners)))
    expect(heard).toEqual([{ ownerId, what: { textId }, state, at: expect.any(Date) }])
    expect(after).toEqual([ownerId])
    expect(await server.db.manager.count(HeldText)).toBe(0)
  })
})

describe('the address that WeChat is given', () => {
  const probe = (query: Record<string, string>) =>
    fetch(`${server.base}/api/wechat/events?${new URLSearchParams({ echostr: 'say-this', ...query })}`)

  it('answers WeChat’s question at setting up, and nobody else’s', async () => {
    const { query } = eventMessage(target(), 'wx', {}, Date.now())
    const { signature, timestamp, nonce } = query as { signature: string; timestamp: string; nonce: string }
    const answer = await probe({ signature, timestamp, nonce })
    expect([answer.status, await answer.text()]).toEqual([200, 'say-this'])
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/)
    expect((await probe({ signature: 'f'.repeat(40), timestamp, nonce })).status).toBe(401)
    expect((await probe({ timestamp, nonce })).status).toBe(401)
  })

  it('takes an event of another kind and does nothing', async () => {
    const event = { MsgType: 'event', Event: 'user_enter_tempsession' }
    const { query, body } = eventMessage(target(), server.context.config.WECHAT_APP_ID, event, Date.now())
    const answer = await fetch(`${target().url}?${new URLSearchParams(query)}`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain' },
      body,
    })
    expect([answer.status, await answer.text()]).toEqual([200, 'success'])
  })
})

test('a server without a token takes no event, and holds nothing', async () => {
  const plain = await startTestServer({ keepData: true })
  try {
    const { query, body } = eventMessage(target(), 'wx', {}, Date.now())
    const answer = await fetch(`${plain.base}/api/wechat/events?${new URLSearchParams(query)}`, {
      method: 'POST',
      body,
    })
    expect(answer.status).toBe(401)
    const own = await newResident(plain)
    expect((await own.attachments.upload({ body: { kind: 'picture' }, file: jpeg })).state).toBe('ready')
    expect(await codeOf(own.attachments.attachmentLink({ params: { attachmentId: uuid() } }))).toBe('not_found')
  } finally {
    await plain.stop()
  }
}, 60_000)
