/** An error whose message is one sentence for the person at the terminal; programs print it without a stack. */
export class PlainError extends Error {}

/** The sentence to print for any error: the operating system's usual troubles in plain words, else the error itself. */
export function describeError(error: unknown): string {
  if (error instanceof PlainError) return error.message
  const { code, path, stack } = error as NodeJS.ErrnoException
  const where = path ? ` (${path})` : ''
  if (code === 'ENOSPC') return `The disk is full${where}: free some space and start again.`
  if (code === 'EACCES' || code === 'EPERM') return `Not allowed to read or write here${where}: check who owns it.`
  if (code === 'EROFS') return `The disk is read-only${where}.`
  return stack ?? String(error)
}
