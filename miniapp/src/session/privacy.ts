import { create } from 'zustand'
import { watchPrivacyNeeds } from '../platform/privacy'
import { read, write } from '../platform/storage'

interface Privacy {
  /** WeChat waits for an answer before it hands over something private. */
  answer: ((agreed: boolean) => void) | null
  /** The person ticked the privacy notice on this phone; the server records it by version after sign-in. */
  ticked: boolean
}

const key = 'privacy-ticked'
export const usePrivacy = create<Privacy>(() => ({ answer: null, ticked: read<boolean>(key) === true }))

export const tick = (ticked: boolean): void => {
  write(key, ticked)
  usePrivacy.setState({ ticked })
}

export const followPrivacyNeeds = (): void =>
  watchPrivacyNeeds(answer => {
    usePrivacy.setState({
      answer: agreed => {
        usePrivacy.setState({ answer: null })
        answer(agreed)
      },
    })
  })
