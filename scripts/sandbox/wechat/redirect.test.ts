import { allowedRedirect } from './redirect'

const hosts = ['county.example:3000']

it.each([
  ['/', '/?code=c'],
  ['/packages/a?x=1&y=2#/deep?z=3', '/packages/a?x=1&y=2&code=c#/deep?z=3'],
  ['/a?code=old', '/a?code=c'],
  ['http://127.0.0.1:5173/a#b', 'http://127.0.0.1:5173/a?code=c#b'],
  ['http://localhost:3000/', 'http://localhost:3000/?code=c'],
  ['http://[::1]:3000/', 'http://[::1]:3000/?code=c'],
  ['http://county.example:3000/a', 'http://county.example:3000/a?code=c'],
])('%s → %s', (target, expected) => {
  expect(allowedRedirect(target, hosts, { code: 'c' })).toBe(expected)
})

it.each([
  undefined,
  ['/a', '/b'],
  '',
  'a',
  '//evil.example/',
  '/\\evil.example/',
  '/\t/evil.example/',
  '/.//evil.example/',
  '/a/..//evil.example',
  'https://evil.example/',
  'http://county.example/',
  'http://county.example:3000@evil.example/',
  'http://evil@127.0.0.1/',
  'http://127.0.0.1.evil.example/',
  'http://localhost.evil.example/',
  'http://relative.invalid/',
  'javascript:alert(1)',
  'data:text/html,x',
  'http://',
])('%j is not allowed', target => {
  expect(allowedRedirect(target, hosts, { code: 'c' })).toBeNull()
})
