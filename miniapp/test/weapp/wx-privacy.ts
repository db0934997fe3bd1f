import type { Phone } from './phone'

export interface PrivacyAnswer {
  event: string
  buttonId?: string
}

/**
 * WeChat's privacy check: nothing private before the person has agreed, by the button that the app names.
 * @throws what the API then fails with
 */
export const privacyAgreed = async (phone: Phone): Promise<void> => {
  if (!phone.privacyNeeded) return
  const { event, buttonId } = await new Promise<PrivacyAnswer>(resolve => phone.askPrivacy?.(resolve))
  if (event !== 'agree' || !buttonId || buttonId !== phone.agreedBy)
    throw new Error('fail privacy permission is not authorized')
  phone.privacyNeeded = false
}
