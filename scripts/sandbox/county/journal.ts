import { closeSync, fdatasyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/**
 * An append-only file of JSON lines: one line is one commit, so a transaction is whole or absent. A line is written
 * before its answer leaves, hence a killed process loses nothing that it acknowledged; a torn last line is dropped.
 */
export interface Journal {
  /** Appends one commit; throws (and leaves the file as it was) when the disk refuses. */
  append(commit: unknown): void
  close(): void
}

/** @param options.fsync also survive a power cut, at the price of one disk flush a commit. */
export function openJournal(
  folder: string,
  replay: (commit: unknown) => void,
  options: { fsync?: boolean } = {},
): Journal {
  mkdirSync(folder, { recursive: true })
  const file = openSync(join(folder, 'journal.jsonl'), 'a+')
  let length = replayLines(readFileSync(file), replay)
  ftruncateSync(file, length)
  return {
    append(commit) {
      const line = Buffer.from(JSON.stringify(commit) + '\n')
      try {
        let written = 0
        while (written < line.length) written += writeSync(file, line, written)
        if (options.fsync) fdatasyncSync(file)
        length += line.length
      } catch (error) {
        ftruncateSync(file, length)
        throw error
      }
    },
    close: () => closeSync(file),
  }
}

/** Answers the length in bytes of the whole lines. */
function replayLines(bytes: Buffer, replay: (commit: unknown) => void): number {
  let start = 0
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
    replay(JSON.parse(bytes.toString('utf8', start, end)))
    start = end + 1
  }
  return start
}
