/** WeChat Pay's refusals: HTTP status and usual text, from its error tables. */
const refusals = {
  PARAM_ERROR: [400, '参数错误'],
  INVALID_REQUEST: [400, '无效请求'],
  APPID_MCHID_NOT_MATCH: [400, 'appid和mch_id不匹配'],
  ORDERPAID: [400, '该订单已支付'],
  ORDER_CLOSED: [400, '订单已关闭'],
  NO_STATEMENT_EXIST: [400, '账单文件不存在'],
  SIGN_ERROR: [401, '错误的签名，验签失败'],
  OUT_TRADE_NO_USED: [403, '商户订单号重复'],
  RULELIMIT: [403, '业务规则限制'],
  NOT_ENOUGH: [403, '余额不足'],
  ORDERNOTEXIST: [404, '订单不存在'],
  RESOURCE_NOT_EXISTS: [404, '查询的资源不存在'],
  FREQUENCY_LIMITED: [429, '频率超限'],
  SYSTEM_ERROR: [500, '系统异常，请用相同参数重新调用'],
} as const satisfies Record<string, readonly [number, string]>

export type RefusalCode = keyof typeof refusals
export const refusalCodes = Object.keys(refusals) as [RefusalCode, ...RefusalCode[]]

/** Which part of the request was wrong, as WeChat tells it. */
export type Detail = { field: string; issue: string; location: string; value?: unknown }

export class PayRefusal extends Error {
  readonly status: number
  constructor(
    readonly code: RefusalCode,
    message: string = refusals[code][1],
    readonly detail?: Detail,
  ) {
    super(message)
    this.status = refusals[code][0]
  }
}
