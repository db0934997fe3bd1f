import { type PayKeys } from './keys'

/** Where the server takes WeChat Pay's callbacks, below its own address. */
export const payNoticePath = '/api/wechat-pay/notices'

export type PayEnvironmentOptions = {
  /** Where the sandbox listens. */
  baseUrl: string
  /** Where it sends its callbacks. */
  notifyUrl: string
  /** How the merchant is to check WeChat's signatures; both, as during a switch from certificates to the public key. */
  verifyBy?: 'public-key' | 'certificate' | 'both'
}

/** The settings by which a server becomes this sandbox's merchant; keys and certificates as PEM texts. */
export function wechatPayEnvironment(
  { mchid, apiV3Key, merchant, platform, publicKey }: PayKeys,
  { baseUrl, notifyUrl, verifyBy = 'both' }: PayEnvironmentOptions,
): Record<string, string> {
  return {
    WECHAT_PAY_BASE_URL: baseUrl,
    WECHAT_PAY_MCHID: mchid,
    WECHAT_PAY_SERIAL: merchant.serial,
    WECHAT_PAY_CERTIFICATE: merchant.certificate,
    WECHAT_PAY_PRIVATE_KEY: merchant.privateKey,
    WECHAT_PAY_APIV3_KEY: apiV3Key,
    WECHAT_PAY_NOTIFY_URL: notifyUrl,
    ...(verifyBy !== 'certificate' && {
      WECHAT_PAY_PUBLIC_KEY_ID: publicKey.id,
      WECHAT_PAY_PUBLIC_KEY: publicKey.publicKey,
    }),
    ...(verifyBy !== 'public-key' && { WECHAT_PAY_PLATFORM_CERTIFICATES: platform.certificate }),
  }
}
