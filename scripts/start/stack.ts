/** Something that runs while the demo runs. */
export interface Running {
  /** As in "the server". */
  name: string
  /** Resolves, with how, when it has ended. */
  exited: Promise<string>
  /** The last lines it wrote, to explain an end that nobody asked for. */
  lastLines(): Promise<string>
  stop(): Promise<void>
}

/** What was started, in order; it is stopped the other way round, so that the server drains before its database goes. */
export interface Stack {
  /** Expected to run on: its end ends everything. */
  add(running: Running): void
  /** Expected to end by itself; stopped with the rest when it has not. */
  during(running: Running): void
  /** Undefined while all is well; else the reason why everything is being stopped. */
  readonly reason: string | undefined
  /** Resolves with the reason as soon as there is one: something ended by itself, or `end` was called. */
  readonly over: Promise<string>
  end(reason: string): void
  stop(): Promise<void>
}

/** `say` tells the person at the terminal that stopping has begun and ended. */
export function createStack(say: (line: string) => void): Stack {
  const started: Running[] = []
  let reason: string | undefined
  let tell: (reason: string) => void
  const over = new Promise<string>(done => (tell = done))
  const end = (why: string) => {
    reason ??= why
    tell(reason)
  }
  return {
    during: running => void started.push(running),
    add: running => {
      started.push(running)
      void running.exited.then(async how => {
        if (!reason) end(`${running.name} ended unexpectedly (${how}):\n${await running.lastLines()}`)
      })
    },
    get reason() {
      return reason
    },
    over,
    end,
    stop: async () => {
      end('stopped')
      if (!started.length) return
      say('Stopping…')
      for (let running = started.pop(); running; running = started.pop()) await running.stop()
      say('Stopped.')
    },
  }
}
