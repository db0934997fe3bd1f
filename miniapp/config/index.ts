import path from 'node:path'
import { defineConfig } from '@tarojs/cli'
import { ProvidePlugin } from 'webpack'

const repository = path.resolve(__dirname, '../..')
const module_ = (name: string) => path.join(repository, 'node_modules', name)

// Published in newer syntax than the oldest engines in browserslist read, so they go through Babel like our own code. Zod
// is not among them: it is plain ES2020, and Babel would undo the tree shaking of its namespaces (app.js 797 → 300 KB).
const compiled = [path.join(repository, 'shared', 'src'), ...['@tanstack', 'zustand', 'qrcode-generator'].map(module_)]

export default defineConfig(() => ({
  projectName: 'county-health',
  date: '2026-11-21',
  // Sizes are plain px on every target: touch targets and type must be what they say (适老化), not a share of the width.
  designWidth: 375,
  deviceRatio: { 375: 1, 750: 2 },
  sourceRoot: 'src',
  outputRoot: process.env.MINIAPP_OUTPUT || `dist/${process.env.TARO_ENV}`,
  plugins: [],
  // The mini-program talks to a server elsewhere, named when it is built; the browser to the one that served it.
  env: { TARO_APP_ORIGIN: JSON.stringify(process.env.TARO_APP_ORIGIN ?? 'http://127.0.0.1:3000') },
  framework: 'react',
  compiler: { type: 'webpack5', prebundle: { enable: false } },
  cache: { enable: false },
  logger: { quiet: true, stats: false },
  mini: {
    compile: { include: compiled },
    postcss: { pxtransform: { enable: false }, cssModules: { enable: false } },
    miniCssExtractPluginOption: { ignoreOrder: true },
    webpackChain(chain) {
      // WeChat has no AbortController; without one react-query stays at "loading" for ever.
      chain
        .plugin('abort-controller')
        .use(ProvidePlugin, [
          { AbortController: [path.resolve(__dirname, '../src/platform/abort-controller'), 'AbortController'] },
        ])
    },
  },
  h5: {
    publicPath: '/',
    staticDirectory: 'static',
    // `npm run dev`: the app's own server serves what is built, as in production, so watching only has to write it.
    devServer: {
      host: '127.0.0.1',
      open: false,
      hot: false,
      liveReload: false,
      client: false,
      devMiddleware: { writeToDisk: true },
    },
    router: { mode: 'browser' },
    compile: { include: compiled },
    output: { filename: 'js/[name].[contenthash:8].js', chunkFilename: 'js/[name].[contenthash:8].js' },
    miniCssExtractPluginOption: {
      ignoreOrder: true,
      filename: 'css/[name].[contenthash:8].css',
      chunkFilename: 'css/[name].[contenthash:8].css',
    },
    postcss: { pxtransform: { enable: false }, autoprefixer: { enable: true }, cssModules: { enable: false } },
  },
}))
