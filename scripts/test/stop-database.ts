/** Jest's globalTeardown: ends the database server that start-database.ts started. */
export default async function stopDatabase(): Promise<void> {
  await globalThis.stopTestDatabase?.()
}
