/** The H5 build: hashed files for a year, the page itself never cached, every other path is the page (deep links). */
import type { Context as Koa } from 'koa'
import send from 'koa-send'

export const serveH5 = async (koa: Koa, folder: string): Promise<void> => {
  if (koa.method !== 'GET' && koa.method !== 'HEAD') return
  const isFile = /\.\w+$/.test(koa.path)
  const hashed = /\.[0-9a-f]{8,}\.\w+$|\/(js|css|static|chunk)\//.test(koa.path)
  try {
    await send(koa as never, isFile ? koa.path : '/index.html', {
      root: folder,
      maxage: isFile && hashed ? 31_536_000_000 : 0,
      immutable: hashed,
    })
    if (!isFile) koa.set('Cache-Control', 'no-cache')
  } catch (error) {
    if ((error as { status?: number }).status !== 404) throw error
    koa.status = 404
  }
}
