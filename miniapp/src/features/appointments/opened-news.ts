import { create } from 'zustand'
import { read, write } from '../../platform/storage'

/** Forgotten at sign-out, as all that begins so. */
const key = 'kept:opened-news'
/** More than anybody has called off at once. */
const most = 30

interface OpenedNews {
  appointmentIds: readonly string[]
  open: (appointmentId: string) => void
}

/** Which called-off bookings were looked at on this phone: the first page says it until then. */
export const useOpenedNews = create<OpenedNews>((set, get) => ({
  appointmentIds: read<string[]>(key) ?? [],
  open: appointmentId => {
    const before = get().appointmentIds
    if (before.includes(appointmentId)) return
    const appointmentIds = [appointmentId, ...before].slice(0, most)
    set({ appointmentIds })
    write(key, appointmentIds)
  },
}))
