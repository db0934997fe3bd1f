import { recordingType } from './recording-type'

const having = (...types: string[]) => recordingType(type => types.includes(type))

test.each([
  [
    'an iPhone or a new Chrome with AAC',
    ['audio/webm;codecs=opus', 'audio/mp4', 'audio/mp4;codecs=mp4a.40.2'],
    'audio/mp4;codecs=mp4a.40.2',
  ],
  ['an old iPhone that names no codecs', ['audio/mp4'], 'audio/mp4'],
  ['a browser without AAC', ['audio/webm;codecs=opus'], 'audio/webm;codecs=opus'],
  ['one that knows none of them', ['audio/ogg'], undefined],
])('%s', (_, types, chosen) => {
  expect(having(...types)).toBe(chosen)
})
