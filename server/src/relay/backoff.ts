/** How long a failed event waits: exponential, with jitter, never shorter than the platform asked for. */
const firstMs = 1_000
/** The platform was down: back quickly once it is up. Refused alone: no hurry. */
const longestMs = { platform: 30_000, own: 300_000 }

/** @param attempts tries so far, this one included. @returns milliseconds */
export const backoffMs = (attempts: number, own: boolean, retryAfterMs: number, random = Math.random): number => {
  const full = Math.min(firstMs * 2 ** Math.min(attempts - 1, 20), own ? longestMs.own : longestMs.platform)
  return Math.max(retryAfterMs, Math.round(full * (0.5 + random() / 2)))
}
