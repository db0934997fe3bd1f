import fc from 'fast-check'
import { ProblemError } from 'shared/kernel/client'
import type { ConsultationMessage, MessagesPage, NewMessage } from 'shared/consultations/model'
import { createTalk, type Outgoing, type Talk, type TalkParts } from './talk'

const lost = () => new ProblemError('network_unreachable')

/** A server as the contract describes it, behind a network that loses what it is told to lose. */
const conversation = () => {
  const all: ConsultationMessage[] = []
  const page = (messages: ConsultationMessage[]): MessagesPage => ({
    messages,
    last: all.length,
    status: 'in-progress',
    reached: { resident: { delivered: 0, read: 0 }, doctor: { delivered: 0, read: 0 } },
  })
  const write = (message: NewMessage, from: 'resident' | 'doctor'): ConsultationMessage => {
    const known = all.find(m => m.messageId === message.messageId)
    if (known) return known
    const made: ConsultationMessage = {
      messageId: message.messageId,
      seq: all.length + 1,
      state: 'sent',
      from,
      authorName: from,
      kind: message.kind,
      text: message.text ?? null,
      attachment: null,
      at: '2026-11-22T01:00:00.000Z',
    }
    all.push(made)
    return made
  }
  return {
    all,
    write,
    read: ({ after, before }: { after?: number; before?: number }) => {
      if (after !== undefined) return page(all.filter(m => m.seq! > after).slice(0, 50))
      const until = before === undefined ? all : all.filter(m => m.seq! < before)
      return page(until.slice(-50))
    },
  }
}

type Loss = 'none' | 'question' | 'answer'
const phone = (server: ReturnType<typeof conversation>, side: 'resident' | 'doctor', losses: Loss[] = []) => {
  let ids = 0
  let stored: Outgoing[] = []
  const through = async <T>(act: () => T): Promise<T> => {
    const loss = losses.shift() ?? 'none'
    if (loss === 'question') throw lost()
    const answer = act()
    await Promise.resolve()
    if (loss === 'answer') throw lost()
    return answer
  }
  const parts: TalkParts = {
    fetch: query => through(() => server.read(query)),
    post: message => through(() => server.write(message, side)),
    upload: async ({ key }) => `attachment-of-${key}`,
    mark: async () => undefined,
    kept: { read: () => stored, write: outgoing => void (stored = [...outgoing]) },
    makeId: () => `${side}-${++ids}`,
    isUndecided: error => error instanceof ProblemError && error.code === 'network_unreachable',
    asProblem: error => error as ProblemError,
    changed: () => undefined,
  }
  return { parts, start: () => createTalk(parts), stored: () => stored }
}
const texts = (talk: Talk) => talk.state().messages.map(m => m.text)

it('goes on from the number where it stopped, and turns back to older ones', async () => {
  const server = conversation()
  for (let i = 1; i <= 120; i++) server.write({ messageId: `d-${i}`, kind: 'text', text: `${i}` }, 'doctor')
  const talk = phone(server, 'resident').start()
  await talk.catchUp()
  expect(talk.state().messages.map(m => m.seq)).toEqual(Array.from({ length: 50 }, (_, i) => 71 + i))
  expect(talk.state().older).toBe(true)
  await talk.fetchOlder()
  await talk.fetchOlder()
  expect(texts(talk)).toHaveLength(120)
  expect(talk.state().older).toBe(false)
  server.write({ messageId: 'd-121', kind: 'text', text: '121' }, 'doctor')
  await talk.catchUp()
  expect(texts(talk).at(-1)).toBe('121')
})

it('sends what was not confirmed again after the app was killed, as the same message', async () => {
  const server = conversation()
  const mine = phone(server, 'resident', ['answer'])
  await mine.start().say({ kind: 'text', text: '血压 150' })
  expect(mine.stored()).toHaveLength(1)
  const later = mine.start()
  await later.again()
  expect(server.all.map(m => m.text)).toEqual(['血压 150'])
  expect(later.state().outgoing).toEqual([])
  expect(mine.stored()).toEqual([])
})

it('asks for what others said in between when its own message jumps a number', async () => {
  const server = conversation()
  const talk = phone(server, 'resident').start()
  await talk.say({ kind: 'text', text: '一' })
  server.write({ messageId: 'd', kind: 'text', text: '二' }, 'doctor')
  await talk.say({ kind: 'text', text: '三' })
  expect(texts(talk)).toEqual(['一', '二', '三'])
})

describe('hearing that there is something new', () => {
  beforeEach(() => jest.useFakeTimers())
  afterEach(() => jest.useRealTimers())
  const asked = async (meanwhile: (server: ReturnType<typeof conversation>) => void) => {
    const server = conversation()
    const { parts } = phone(server, 'resident')
    const { fetch, post } = parts
    let fetches = 0
    parts.fetch = query => {
      fetches++
      return fetch(query)
    }
    const talk = createTalk(parts)
    await talk.catchUp()
    parts.post = async message => {
      const sent = await post(message)
      meanwhile(server)
      talk.heard(server.all.length)
      return sent
    }
    await talk.say({ kind: 'text', text: '一' })
    await jest.advanceTimersByTimeAsync(250)
    return { fetches: fetches - 1, texts: texts(talk) }
  }

  it('asks for nothing when it was its own words', async () => {
    expect(await asked(() => undefined)).toEqual({ fetches: 0, texts: ['一'] })
  })

  it('asks for what the other side said meanwhile', async () => {
    const said = await asked(server => server.write({ messageId: 'd', kind: 'text', text: '二' }, 'doctor'))
    expect(said).toEqual({ fetches: 1, texts: ['一', '二'] })
  })
})

it('shows a refused one with its reason, goes on with the next, and can drop it', async () => {
  const server = conversation()
  const { parts } = phone(server, 'resident')
  const post = parts.post
  parts.post = async message => {
    if (message.text === '坏') throw new ProblemError('content_refused')
    return post(message)
  }
  const talk = createTalk(parts)
  await Promise.all([talk.say({ kind: 'text', text: '坏' }), talk.say({ kind: 'text', text: '好' })])
  expect(texts(talk)).toEqual(['好'])
  expect(talk.state().outgoing.map(o => o.refused?.code)).toEqual(['content_refused'])
  talk.drop(talk.state().outgoing[0]!.messageId)
  expect(talk.state().outgoing).toEqual([])
})

it('says that a picture of an earlier run is gone, and keeps one that was uploaded', () => {
  const { parts } = phone(conversation(), 'resident')
  parts.kept.write([
    { messageId: 'a', kind: 'picture', path: 'blob:a', at: '' },
    { messageId: 'b', kind: 'picture', path: 'blob:b', attachmentId: 'x', at: '' },
  ])
  expect(
    createTalk(parts)
      .state()
      .outgoing.map(o => !!o.refused),
  ).toEqual([true, false])
})

describe('how far it is', () => {
  beforeEach(() => jest.useFakeTimers())
  afterEach(() => jest.useRealTimers())
  const moment = () => jest.advanceTimersByTimeAsync(300)
  const marked = (server: ReturnType<typeof conversation>) => {
    const { parts, start } = phone(server, 'resident')
    const marks: unknown[] = []
    parts.mark = async reached => void marks.push(reached)
    return { marks, parts, talk: start() }
  }

  it('is told once for what came and was looked at in one moment', async () => {
    const server = conversation()
    const { talk, marks } = marked(server)
    for (let n = 1; n <= 3; n++) {
      server.write({ messageId: `d-${n}`, kind: 'text', text: `${n}` }, 'doctor')
      await talk.catchUp()
      talk.seen()
    }
    await moment()
    expect(marks).toEqual([{ delivered: 3, read: 3 }])
  })

  it('is not told of own words by whoever had seen all before, and is told by whoever had not', async () => {
    const server = conversation()
    const { talk, marks } = marked(server)
    server.write({ messageId: 'd-1', kind: 'text', text: '一' }, 'doctor')
    await talk.catchUp()
    talk.seen()
    await moment()
    await talk.say({ kind: 'text', text: '二' })
    talk.seen()
    await talk.say({ kind: 'text', text: '三' })
    talk.seen()
    await moment()
    expect(marks).toEqual([{ delivered: 1, read: 1 }])
    server.write({ messageId: 'd-4', kind: 'text', text: '四' }, 'doctor')
    await talk.say({ kind: 'text', text: '五' })
    talk.seen()
    await moment()
    expect(marks).toEqual([
      { delivered: 1, read: 1 },
      { delivered: 5, read: 5 },
    ])
  })

  it('is told of own words whose first sending was not answered: the server may have counted otherwise', async () => {
    const server = conversation()
    const { talk, marks, parts } = marked(server)
    server.write({ messageId: 'd-1', kind: 'text', text: '一' }, 'doctor')
    await talk.catchUp()
    const post = parts.post
    parts.post = async message => {
      await post(message)
      parts.post = post
      throw lost()
    }
    await talk.say({ kind: 'text', text: '二' })
    talk.seen()
    await moment()
    await talk.again()
    talk.seen()
    talk.leave()
    expect(marks).toEqual([
      { delivered: 1, read: 1 },
      { delivered: 2, read: 2 },
    ])
  })
})

it('loses nothing, doubles nothing and keeps the order, whatever the network loses', async () => {
  const loss = fc.constantFrom<Loss>('none', 'none', 'question', 'answer')
  const act = fc.constantFrom('resident', 'doctor', 'ask', 'kill')
  await fc.assert(
    fc.asyncProperty(fc.array(loss, { maxLength: 60 }), fc.array(act, { maxLength: 40 }), async (losses, acts) => {
      const server = conversation()
      const mine = phone(server, 'resident', losses)
      let talk = mine.start()
      let said = 0
      for (const [i, what] of acts.entries()) {
        if (what === 'resident') await talk.say({ kind: 'text', text: `r${said++}` })
        else if (what === 'doctor') server.write({ messageId: `d${i}`, kind: 'text', text: `d${i}` }, 'doctor')
        else if (what === 'ask') await talk.catchUp()
        else talk = mine.start()
      }
      for (let i = 0; i < 70 && (talk.state().outgoing.length || losses.length); i++)
        await talk.again().then(talk.catchUp)
      await talk.catchUp()
      const own = server.all.filter(m => m.from === 'resident').map(m => m.text)
      expect(own).toEqual(Array.from({ length: said }, (_, i) => `r${i}`))
      expect(talk.state().messages.map(m => m.seq)).toEqual(server.all.map(m => m.seq))
    }),
  )
})
