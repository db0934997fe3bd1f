export interface Code {
  text: string
  /** Milliseconds since 1970 by this phone's clock, whatever it shows. */
  endsAt: number
  lifeSeconds: number
}

interface Reply {
  code: string
  expiresAt: string
  serverTime: string
  lifeSeconds: number
}

/**
 * The code as this phone counts it: by the server's clock alone, from when it was asked for, so that neither a wrong
 * clock nor a slow way adds to its life.
 * @param asked when the phone asked, milliseconds since 1970
 */
export const codeOf = ({ code, expiresAt, serverTime, lifeSeconds }: Reply, asked: number): Code => ({
  text: code,
  endsAt: asked + Date.parse(expiresAt) - Date.parse(serverTime),
  lifeSeconds,
})

/** A new code is asked for when a quarter of the life is left: before the end, even over a slow network. */
export const isDue = (code: Code | undefined, now: number): boolean =>
  !code || code.endsAt - now <= code.lifeSeconds * 250
