/** What the build puts in: Taro's DefinePlugin and its loaders. */
declare const process: {
  env: { TARO_ENV: 'weapp' | 'h5'; TARO_APP_ORIGIN: string; NODE_ENV: 'development' | 'production' | 'test' }
}

/** webpack's: another hash for another build; absent where the source runs as it is (Jest). */
declare const __webpack_hash__: string | undefined

declare module '*.png' {
  const path: string
  export default path
}
declare module '*.css'
