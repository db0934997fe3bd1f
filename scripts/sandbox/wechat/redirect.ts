const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/**
 * Where the chosen persona may be sent: a path of the same host, or an absolute address of the same host or of
 * loopback. Anything else would be an open redirect that carries a sign-in code. Null: not allowed.
 * `hosts`: the names under which this page was asked for (Host and X-Forwarded-Host, each with its port).
 */
export function allowedRedirect(
  target: unknown,
  hosts: readonly string[],
  added: Record<string, string> = {},
): string | null {
  if (typeof target !== 'string') return null
  const nowhere = 'http://relative.invalid'
  let url: URL
  try {
    url = new URL(target, nowhere)
  } catch {
    return null
  }
  for (const [name, value] of Object.entries(added)) url.searchParams.set(name, value)

  if (url.origin === nowhere && target.startsWith('/')) {
    // `/.//evil.example` is a path here but another host for the browser.
    return url.pathname.startsWith('//') ? null : url.pathname + url.search + url.hash
  }
  const web = url.protocol === 'http:' || url.protocol === 'https:'
  if (!web || url.username || url.password) return null
  return loopback.test(url.hostname) || hosts.includes(url.host) ? url.href : null
}
