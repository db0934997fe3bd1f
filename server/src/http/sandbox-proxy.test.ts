import { sandboxTarget } from './sandbox-proxy'

const base = 'http://127.0.0.1:4100'

test.each([
  ['/sandbox/wechat/personas', '?redirect=%2F', 'http://127.0.0.1:4100/personas?redirect=%2F'],
  ['/sandbox/wechat//other.example/x', '', null],
  ['/sandbox/wechat/../../x', '', 'http://127.0.0.1:4100/x'],
  ['/sandbox/wechat@127.0.0.1:1/x', '', null],
  ['/elsewhere/wechat/x', '', null],
])('%s%s → %s', (path, search, target) => {
  expect(sandboxTarget(path, search, base)?.href ?? null).toBe(target)
})
