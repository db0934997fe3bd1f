/** Where sealed objects are kept. */
export interface ObjectStore {
  /** Durable when it resolves. @throws Error when it could not be kept */
  put(name: string, bytes: Buffer): Promise<void>
  /** Null: there is no such object. @throws Error when the store does not answer */
  get(name: string): Promise<Buffer | null>
  /** Also when there is none. @throws Error when the store does not answer */
  remove(name: string): Promise<void>
}

/** Names are made of our own ids (sealed-object.ts); anything else is a mistake of ours. */
export const checkName = (name: string): string => {
  if (!/^[a-z0-9][a-z0-9-]{1,60}\.[a-z]{1,16}$/.test(name)) throw new Error('Not the name of an object')
  return name
}
