/** The pages that miniapp/src/app.config.ts names, as Taro reads it: through a global function. */
import type { AppConfig } from '@tarojs/taro'

export const appPages = async (): Promise<string[]> => {
  let config: AppConfig = {}
  Object.assign(globalThis, { defineAppConfig: (given: AppConfig) => (config = given) })
  await import('../../miniapp/src/app.config')
  const below = (config.subPackages ?? []).flatMap(({ root, pages }) => pages.map(page => `${root}/${page}`))
  return [...(config.pages ?? []), ...below]
}
