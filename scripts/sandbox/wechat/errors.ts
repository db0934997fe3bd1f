/** WeChat answers HTTP 200 and tells the outcome in `errcode`: 0 is success. Texts as WeChat's error tables give them. */
const messages = {
  [-1]: 'system error',
  0: 'ok',
  40001: 'invalid credential, access_token is invalid or not latest',
  40002: 'invalid grant_type',
  40003: 'invalid openid',
  40013: 'invalid appid',
  40029: 'invalid code',
  40037: 'invalid template_id',
  40097: 'invalid args',
  40125: 'invalid appsecret',
  40129: 'invalid scene',
  40169: 'invalid length for scene, or the data is not json string',
  40226: 'code blocked',
  41001: 'access_token missing',
  41002: 'appid missing',
  41004: 'appsecret missing',
  41008: 'missing code',
  41030: 'invalid page',
  42001: 'access_token expired',
  43101: 'user refuse to accept the msg',
  45011: 'api minute-quota reach limit, must slower, retry next minute',
  47001: 'data format error',
  47003: 'argument invalid!',
} as const
export type Errcode = keyof typeof messages

export const isErrcode = (value: unknown): value is Errcode => typeof value === 'number' && value in messages

/** The body of an answer that is only an outcome. `rid` is WeChat's request id, here always the same word. */
export const outcome = (errcode: Errcode, detail = '') => ({
  errcode,
  errmsg: errcode === 0 ? messages[0] : `${messages[errcode]}${detail && ` ${detail}`} rid: sandbox`,
})
