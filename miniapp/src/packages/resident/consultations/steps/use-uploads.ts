import { useRef, useState } from 'react'
import type { ProblemError } from 'shared/kernel/client'
import { attachments } from '../../../../api/attachments'
import { newId } from '../../../../api/new-id'
import { asProblem, isUndecided } from '../../../../api/send'
import { choosePictures } from '../../../../platform/pictures'
import type { Recording } from '../../../../platform/recorder'
import type { Uploaded } from '../asking'

const triesAtMost = 3

/** The same key is the same upload: a lost answer does not cost the picture twice. */
const upload = async (kind: Uploaded['kind'], path: string): Promise<string> => {
  const idempotencyKey = newId()
  for (let attempt = 1; ; attempt++) {
    try {
      return (await attachments.upload({ body: { kind }, file: path, idempotencyKey })).attachmentId
    } catch (error) {
      if (attempt >= triesAtMost || !isUndecided(error)) throw error
    }
  }
}

/** Pictures and sound go up as soon as they are there, one after the other. */
export const useUploads = (done: (uploaded: Uploaded) => void) => {
  const [busy, setBusy] = useState(0)
  const [problem, setProblem] = useState<ProblemError | null>(null)
  const queue = useRef<Promise<unknown>>(Promise.resolve())

  const add = (kind: Uploaded['kind'], path: string, seconds: number): Promise<unknown> => {
    setProblem(null)
    setBusy(n => n + 1)
    queue.current = queue.current
      .then(() => upload(kind, path))
      .then(attachmentId => done({ attachmentId, kind, path, seconds }))
      .catch(error => setProblem(asProblem(error)))
      .finally(() => setBusy(n => n - 1))
    return queue.current
  }
  return {
    busy: busy > 0,
    problem,
    pictures: async (atMost: number) => {
      const paths = await choosePictures(atMost)
      await Promise.all(paths.map(path => add('picture', path, 0)))
    },
    sound: ({ path, seconds }: Recording) => add('sound', path, seconds),
  }
}
