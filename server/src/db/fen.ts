/** A whole day's money passes what an int holds (21 million yuan); the driver gives a bigint as text. */
export const fen = {
  to: (amount: number | null): number | null => amount,
  from: (kept: string | number | null): number | null => (kept === null ? null : Number(kept)),
}
