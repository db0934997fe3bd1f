import { readConfig } from './config'

const key = Buffer.alloc(32).toString('base64')
const least = {
  DATABASE_URL: 'mysql://u@127.0.0.1/county',
  ACCESS_TOKEN_KEY: key,
  DATA_KEYS: `k1:${key}`,
  INDEX_KEY: key,
  WECHAT_APP_ID: 'wx0',
  WECHAT_APP_SECRET: 'secret',
  COUNTY_FHIR_URL: 'http://127.0.0.1/fhir',
}

test('keeps what the law has kept for as long as it says, unless told longer', () => {
  expect(readConfig(least)).toMatchObject({ RECORD_YEARS: 15, CONVERSATION_YEARS: 3 })
  expect(readConfig({ ...least, RECORD_YEARS: '30', CONVERSATION_YEARS: '15' })).toMatchObject({ RECORD_YEARS: 30 })
})

test.each([
  ['RECORD_YEARS', '14', 'RECORD_YEARS: must be 15 or more: the law has medical records kept that long'],
  ['CONVERSATION_YEARS', '2', 'CONVERSATION_YEARS: must be 3 or more: the law has conversations kept that long'],
  ['CONSULTATION_SIGNATURE', 'rsa', 'CONSULTATION_SIGNATURE: '],
  ['ATTACHMENTS_URL', '/var/attachments', 'ATTACHMENTS_URL: must be file:folder, or https://host/bucket'],
  ['ATTACHMENTS_URL', 'https://key:secret@host/bucket', 'ATTACHMENTS_URL: must be'],
  ['ATTACHMENTS_URL', 'https://host/bucket', 'S3_ACCESS_KEY: must be set: ATTACHMENTS_URL is a bucket'],
  ['S3_ACCESS_KEY', 'key', 'S3_SECRET_KEY: must be set too'],
  ['VIRUS_SCAN', 'clamd://host', 'VIRUS_SCAN: must be none or clamd://host:port'],
  ['CONTENT_CHECK', 'wechat', 'WECHAT_EVENT_TOKEN: must be set'],
])('does not start with %s=%s', (name, value, sentence) => {
  expect(() => readConfig({ ...least, [name]: value })).toThrow(sentence)
})
