import { create } from 'zustand'
import { read, write } from '../platform/storage'

interface Kept {
  /** 长辈版 */
  elder: boolean
  /** Whom the person last acted for; null = themselves. */
  personId: string | null
  /** Institution a member of staff works for now. */
  institutionId: string | null
}
interface Settings extends Kept {
  change: (some: Partial<Kept>) => void
}

const key = 'settings'
const first: Kept = { elder: false, personId: null, institutionId: null }

/** What this phone remembers of how it is used. */
export const useSettings = create<Settings>((set, get) => ({
  ...first,
  ...read<Partial<Kept>>(key),
  change: some => {
    set(some)
    const { elder, personId, institutionId } = get()
    write(key, { elder, personId, institutionId })
  },
}))
