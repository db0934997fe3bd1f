/** Jest's globalTeardown: ends the stack that start-stack.ts started. */
export default async function stopStack(): Promise<void> {
  await globalThis.stopTestStack?.()
}
