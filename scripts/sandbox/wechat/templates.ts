/**
 * The message templates this invented account has chosen from WeChat's library. A field's name begins with its kind
 * and ends with a number; the template fixes the names and the words before them.
 */
export type Template = {
  id: string
  title: string
  fields: Record<string, string>
  /** Long-term templates are open to medical accounts: accepted once, sent any number of times. */
  longTerm: boolean
}

const template = (id: string, title: string, fields: Record<string, string>, longTerm = false): Template => ({
  id,
  title,
  fields,
  longTerm,
})

export const templates: readonly Template[] = [
  template('sandbox-appointment-state', '预约状态通知', {
    thing1: '就诊人',
    thing2: '就诊地点',
    time3: '就诊时间',
    phrase4: '预约状态',
    thing5: '温馨提示',
  }),
  template('sandbox-appointment-reminder', '就诊提醒', {
    thing1: '就诊人',
    thing2: '就诊地点',
    time3: '就诊时间',
    character_string4: '排队号',
    thing5: '温馨提示',
  }),
  template('sandbox-session-stopped', '停诊通知', {
    thing1: '就诊人',
    thing2: '科室医生',
    time3: '原就诊时间',
    thing4: '停诊原因',
    thing5: '怎么办',
  }),
  template('sandbox-waitlist-offer', '候补到号通知', {
    thing1: '就诊人',
    thing2: '科室医生',
    time3: '就诊时间',
    time4: '请在此前确认',
  }),
  template('sandbox-queue-near', '排队进度通知', {
    thing1: '就诊人',
    number2: '前面人数',
    thing3: '科室医生',
    thing4: '温馨提示',
  }),
  template('sandbox-payment', '付款结果通知', {
    amount1: '金额',
    thing2: '项目',
    phrase3: '状态',
    time4: '时间',
    thing5: '温馨提示',
  }),
  template('sandbox-refund', '退款通知', {
    amount1: '退款金额',
    thing2: '项目',
    phrase3: '退款状态',
    time4: '时间',
    thing5: '温馨提示',
  }),
  template('sandbox-card-used', '电子健康卡使用提醒', {
    name1: '持卡人',
    thing2: '使用地点',
    thing3: '用途',
    time4: '使用时间',
    thing5: '温馨提示',
  }),
  template(
    'sandbox-record-viewed',
    '信息被查看提醒',
    { name1: '本人', thing2: '查看的人', thing3: '做了什么', time4: '时间' },
    true,
  ),
  template('sandbox-consultation', '问诊进度通知', {
    thing1: '就诊人',
    thing2: '医生',
    phrase3: '状态',
    time4: '时间',
    thing5: '温馨提示',
  }),
  template(
    'sandbox-consultation-waiting',
    '问诊待处理提醒',
    { thing1: '事项', thing2: '机构', time3: '时间', thing4: '温馨提示' },
    true,
  ),
  template('sandbox-account-notice', '账号安全提醒', { thing1: '事项', time2: '时间', thing3: '怎么办' }, true),
]

export const findTemplate = (id: unknown) => templates.find(known => known.id === id)

const length = (text: string) => [...text].length
/** What WeChat takes for each kind of field (订阅消息参数值内容限制说明). */
const kinds: Record<string, (text: string) => boolean> = {
  thing: text => length(text) <= 20,
  number: text => /^-?\d+(\.\d+)?$/.test(text) && text.length <= 32,
  letter: text => /^[A-Za-z]{1,32}$/.test(text),
  symbol: text => length(text) <= 5,
  character_string: text => /^[\x20-\x7e]{1,32}$/.test(text),
  time: text => /^(\d{4}年\d{1,2}月\d{1,2}日 ?)?\d{1,2}:\d{2}(:\d{2})?$|^\d{4}年\d{1,2}月\d{1,2}日$/.test(text),
  date: text => /^\d{4}年\d{1,2}月\d{1,2}日( \d{1,2}:\d{2}(:\d{2})?)?$/.test(text),
  amount: text => /^[¥$]?\d{1,10}(\.\d+)?元?$/.test(text),
  phone_number: text => /^[\d+\-() ]{1,17}$/.test(text),
  // Pure letters and symbols may be 20; as soon as a Han character is among them the limit is 10.
  name: text => length(text) <= (/\p{Script=Han}/u.test(text) ? 10 : 20),
  phrase: text => /^\p{Script=Han}{1,5}$/u.test(text),
}

/** The first field that WeChat would refuse with 47003, or null. Fields the template does not know are ignored, as WeChat does. */
export function badField(of: Template, data: Record<string, { value?: unknown } | undefined>): string | null {
  for (const field of Object.keys(of.fields)) {
    const value = data[field]?.value
    const fits = kinds[field.replace(/\d+$/, '')]
    if (typeof value !== 'string' || value === '' || !fits?.(value)) return field
  }
  return null
}
