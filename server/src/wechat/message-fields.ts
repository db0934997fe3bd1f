/**
 * A subscribe message with one wrong field is refused as a whole (47003), so what a field takes is looked at before
 * (订阅消息参数值内容限制说明). Fields are named `<kind><number>`, as the template names them.
 */
const isTime = (text: string): boolean =>
  /^(\d{4}年\d{1,2}月\d{1,2}日 ?)?\d{1,2}:\d{2}(:\d{2})?$|^\d{4}年\d{1,2}月\d{1,2}日$/.test(text)
const isDate = (text: string): boolean => /^\d{4}年\d{1,2}月\d{1,2}日( \d{1,2}:\d{2}(:\d{2})?)?$/.test(text)
const isAmount = (text: string): boolean => /^[¥$]?\d{1,10}(\.\d+)?元?$/.test(text)
const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text) && text.length <= 32
const only =
  (fits: (text: string) => boolean) =>
  (text: string): string | null =>
    fits(text) ? text : null
/** What a clerk writes may hold line breaks, which no field takes. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ')
const filled = (text: string): string | null => text.trim() || null

/**
 * Per kind: the text as the field takes it, or null. Sentences are cut; numbers, codes and times never: a part of one
 * would say something else.
 */
const kinds = {
  thing: (text: string) => filled(cut(oneLine(text), 20, true)),
  phrase: (text: string) => filled(cut(text.replace(/\P{Script=Han}/gu, ''), 5, false)),
  name: (text: string) => filled(cut(oneLine(text), 10, false)),
  character_string: only(text => /^[\x20-\x7e]{1,32}$/.test(text)),
  time: only(isTime),
  date: only(isDate),
  amount: only(isAmount),
  number: only(isNumber),
}
export type FieldKind = keyof typeof kinds

/** The kind of a field as a template names it, or null when it is none of those that we fill. */
export const fieldKind = (field: string): FieldKind | null => {
  const kind = /^([a-z_]+)\d+$/.exec(field)?.[1]
  return kind && Object.hasOwn(kinds, kind) ? (kind as FieldKind) : null
}

/** The text as the field takes it, or null when the field cannot take it at all. */
export const fitField = (field: string, text: string): string | null => {
  const kind = fieldKind(field)
  return kind && kinds[kind](text)
}

/** As WeChat wants them; what does not fit is left as it is, for WeChat to refuse. */
export function fitMessageFields(data: Record<string, string>): Record<string, { value: string }> {
  const fitted = Object.entries(data).map(([field, text]) => [field, { value: fitField(field, text) ?? text }])
  return Object.fromEntries(fitted) as Record<string, { value: string }>
}

/** Counts characters as people do, so that no character is torn apart. */
function cut(text: string, limit: number, withEllipsis: boolean): string {
  const characters = [...text]
  if (characters.length <= limit) return text
  return withEllipsis ? `${characters.slice(0, limit - 1).join('')}…` : characters.slice(0, limit).join('')
}
