/** Pictures and sound in a consultation: sent once, of whoever sends them, opened by both sides. */
import type { NewMessage } from 'shared/consultations/model'
import { v7 as uuid } from 'uuid'
import { setCountyTime } from '../../../testing/clinic'
import { codeOf } from '../../../testing/client'
import { png } from '../../../testing/files'
import { type TestServer, startTestServer } from '../../../testing/server'
import { type Talk, beginTalk, uploadBy } from './testing'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  setCountyTime(server, '09:00', 1)
}, 60_000)
afterAll(() => server?.stop())

let talk: Talk
const begin = async (accepted?: boolean) => {
  talk = await beginTalk(server, accepted)
}

describe('pictures and sound', () => {
  beforeEach(() => begin())

  it('are sent once each, and opened by both sides', async () => {
    const attachmentId = await uploadBy(talk.resident, 'picture')
    const message: NewMessage = { messageId: uuid(), kind: 'picture', attachmentId }
    const sent = await talk.ask(message)
    expect(sent).toMatchObject({ seq: 1, kind: 'picture', text: null, attachment: { attachmentId, state: 'ready' } })
    expect((await talk.ask(message)).seq).toBe(1)
    const sound = await uploadBy(talk.doctor, 'sound')
    await talk.answer({ messageId: uuid(), kind: 'sound', attachmentId: sound })
    const { messages } = await talk.seenByDoctor()
    for (const { attachment } of messages) expect((await fetch(server.base + attachment!.url)).status).toBe(200)
    expect(await codeOf(talk.ask({ messageId: uuid(), kind: 'picture', attachmentId }))).toBe('attachment_unknown')
  })

  it('is the same one in whatever case its id came', async () => {
    const { attachmentId } = await talk.resident.attachments.upload({ body: { kind: 'picture' }, file: await png() })
    const sent = await talk.ask({
      messageId: uuid().toUpperCase(),
      kind: 'picture',
      attachmentId: attachmentId.toUpperCase(),
    })
    expect(sent.attachment).toMatchObject({ attachmentId, state: 'ready' })
  })

  it('of somebody else, of another kind or of nobody are refused, and no number is lost', async () => {
    const [others, sound] = [await uploadBy(talk.doctor, 'picture'), await uploadBy(talk.resident, 'sound')]
    const picture = (attachmentId: string) => codeOf(talk.ask({ messageId: uuid(), kind: 'picture', attachmentId }))
    expect(await picture(others)).toBe('attachment_unknown')
    expect(await picture(sound)).toBe('attachment_unknown')
    expect(await picture(uuid())).toBe('attachment_unknown')
    // Refused as a picture, it is still there to be sent as what it is.
    expect((await talk.ask({ messageId: uuid(), kind: 'sound', attachmentId: sound })).seq).toBe(1)
  })

  it.each([
    { kind: 'text' as const },
    { kind: 'picture' as const },
    { kind: 'picture' as const, text: '化验单' },
    { kind: 'text' as const, text: '化验单', attachmentId: uuid() },
    { kind: 'sound' as const, text: '录音', attachmentId: uuid() },
  ])('and words go apart: %j is not understood', async message => {
    expect(await codeOf(talk.ask({ messageId: uuid(), ...message }))).toBe('validation_failed')
  })
})
