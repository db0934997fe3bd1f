/** Asking WeChat: its refusals are values, and an answer that is not its own is an alarm. */
import type { Context } from '../../context'
import { WechatPayError } from '../../wechat/pay'
import { raiseAlarm } from './alarms'

/** @param about our number that it is about. @returns what WeChat says, or why it did not */
export const heard = async <T>(context: Context, about: string, asked: Promise<T>): Promise<T | WechatPayError> => {
  try {
    return await asked
  } catch (error) {
    if (!(error instanceof WechatPayError)) throw error
    context.log.warn({ about, code: error.code, status: error.status }, 'WeChat Pay refused')
    if (error.code === 'FORGED_ANSWER') await raiseAlarm(context, 'forged_answer', about)
    return error
  }
}

export const isRefusal = (said: unknown): said is WechatPayError => said instanceof WechatPayError
