import type { ConsultationMessage } from 'shared/consultations/model'
import { sentPictures } from './sent-pictures'

const message = (seq: number, given: Partial<ConsultationMessage> = {}): ConsultationMessage => ({
  messageId: `m${seq}`,
  seq,
  state: 'sent',
  from: 'resident',
  authorName: '本人',
  kind: 'text',
  text: '好的',
  attachment: null,
  at: '2026-11-22T01:00:00.000Z',
  ...given,
})
const picture = (seq: number, given: Partial<ConsultationMessage> = {}, state: 'ready' | 'refused' = 'ready') =>
  message(seq, {
    kind: 'picture',
    text: null,
    attachment: {
      attachmentId: `a${seq}`,
      kind: 'picture',
      state,
      width: 3,
      height: 2,
      seconds: null,
      url: '/api/files/x',
      thumbnailUrl: '/api/files/y',
      linkUntil: '2026-11-22T01:05:00.000Z',
    },
    ...given,
  })
/** As the server hands it out: the newest three, or the three before a number. */
const talkOf = (all: ConsultationMessage[]) => {
  const asked: (number | undefined)[] = []
  const fetch = ({ before }: { before?: number }) => {
    asked.push(before)
    return Promise.resolve({ messages: all.filter(m => before === undefined || m.seq! < before).slice(-3) })
  }
  return { asked, fetch }
}

test('of every page of the talk, oldest first', async () => {
  const { asked, fetch } = talkOf([
    message(1, { from: 'doctor' }),
    picture(2),
    message(3),
    picture(4),
    message(5),
    picture(6),
  ])
  expect((await sentPictures(fetch)).map(a => a.attachmentId)).toEqual(['a2', 'a4', 'a6'])
  expect(asked).toEqual([undefined, 4])
})

test('not the doctor’s, nor what did not pass its check', async () => {
  const { fetch } = talkOf([picture(1, { from: 'doctor' }), picture(2, {}, 'refused'), picture(3)])
  expect((await sentPictures(fetch)).map(a => a.attachmentId)).toEqual(['a3'])
})

test('of a talk without a word: none, asked once', async () => {
  const { asked, fetch } = talkOf([])
  expect(await sentPictures(fetch)).toEqual([])
  expect(asked).toEqual([undefined])
})
