import { create } from 'zustand'
import { watchNetwork } from '../platform/network'

/** Whether the phone itself says it has a network. */
export const useNetwork = create<{ online: boolean }>(() => ({ online: true }))

export const followNetwork = (): (() => void) => watchNetwork(online => useNetwork.setState({ online }))
