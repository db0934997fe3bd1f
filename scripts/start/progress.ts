/** Runs one step of the start, showing its name and, while it lasts, the seconds; at the end how long it took. */
export async function step<T>(name: string, work: (note: (line: string) => void) => Promise<T>): Promise<T> {
  const began = Date.now()
  let noted = ''
  const seconds = () => ((Date.now() - began) / 1000).toFixed(1)
  const ticking = setInterval(
    () => console.log(`  ${name}… ${Math.round((Date.now() - began) / 1000)} s${noted}`),
    10_000,
  )
  try {
    const result = await work(line => {
      noted = ` (${line})`
      console.log(`  ${name}: ${line}`)
    })
    console.log(`✓ ${name} (${seconds()} s)`)
    return result
  } finally {
    clearInterval(ticking)
  }
}
