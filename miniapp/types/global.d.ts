/** What the build puts in: Taro's DefinePlugin and its loaders. */
declare const process: {
  env: { TARO_ENV: 'weapp' | 'h5'; TARO_APP_ORIGIN: string; NODE_ENV: 'development' | 'production' | 'test' }
}

declare module '*.png' {
  const path: string
  export default path
}
declare module '*.css'
