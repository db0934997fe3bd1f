/**
 * Runs one at a time over all tabs of a browser (a mini-program has one page world). Needed where two tabs would use
 * the same refresh token, which the server takes for theft.
 */
export const exclusively = <T>(name: string, run: () => Promise<T>): Promise<T> =>
  process.env.TARO_ENV === 'h5' && navigator.locks ? (navigator.locks.request(name, run) as Promise<T>) : run()
