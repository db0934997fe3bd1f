/** The little of AbortController that react-query uses, for engines without one (webpack ProvidePlugin, weapp only). */
class Signal {
  aborted = false
  reason: unknown
  private listeners = new Set<() => void>()
  addEventListener(_type: 'abort', listener: () => void) {
    this.listeners.add(listener)
  }
  removeEventListener(_type: 'abort', listener: () => void) {
    this.listeners.delete(listener)
  }
  abort(reason: unknown) {
    if (this.aborted) return
    this.aborted = true
    this.reason = reason
    this.listeners.forEach(listener => listener())
  }
}

export class AbortController {
  signal = new Signal()
  abort(reason?: unknown) {
    this.signal.abort(reason)
  }
}
