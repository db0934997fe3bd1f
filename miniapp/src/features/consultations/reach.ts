/**
 * How far this phone has received and read, as the server is told: all of one moment in one request, one request at a
 * time, the farthest counts. Knows no screen and no network, as talk.ts.
 */
export interface Marks {
  delivered: number
  read: number
}

/** A message and the look at it fall into one moment; the other side still sees 已读 within a second. */
const momentMs = 300

export const further = (a: Marks, b: Marks): Marks => ({
  delivered: Math.max(a.delivered, b.delivered),
  read: Math.max(a.read, b.read),
})

export interface Reaching {
  /** Told within a moment, unless the server knows. What was not told is tried again with the next call. */
  reach: (marks: Marks) => void
  /** At once: the page goes, and perhaps the app with it. */
  flush: () => void
  /** The server has these without being told. */
  known: (marks: Marks) => void
  /** What the server surely has. */
  told: () => Marks
}

export const createReaching = (tell: (marks: Marks) => Promise<unknown>): Reaching => {
  let told: Marks = { delivered: 0, read: 0 }
  let wanted = told
  let telling = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const isTold = (): boolean => wanted.delivered <= told.delivered && wanted.read <= told.read
  const later = (): void => {
    if (!isTold()) timer ??= setTimeout(flush, momentMs)
  }
  const known = (marks: Marks): void => {
    told = further(told, marks)
    wanted = further(wanted, marks)
  }
  const tellAll = async (): Promise<void> => {
    const marks = wanted
    telling = true
    try {
      await tell(marks)
      known(marks)
    } finally {
      telling = false
    }
    later()
  }
  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (!telling && !isTold()) void tellAll().catch(() => undefined)
  }

  return {
    reach: marks => {
      wanted = further(wanted, marks)
      later()
    },
    flush,
    known,
    told: () => told,
  }
}
