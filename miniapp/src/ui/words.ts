/** Days and clock times in the county's words. China has one time zone without summer time: UTC+8. */
const shift = 8 * 60 * 60 * 1000
const dayMs = 24 * 60 * 60 * 1000
const weekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']

const utc = (day: string) => new Date(`${day}T00:00:00Z`)
const iso = (ms: number) => new Date(ms).toISOString()

/** The county's calendar day of an instant (milliseconds, now unless told): `2026-11-22`. */
export const dayOf = (ms: number = Date.now()): string => iso(ms + shift).slice(0, 10)
export const daysAfter = (day: string, days: number): string => iso(utc(day).getTime() + days * dayMs).slice(0, 10)

export const weekday = (day: string): string => weekdays[utc(day).getUTCDay()] ?? ''

/** 今天, 明天, 后天, else 周日. */
export const nearName = (day: string): string => {
  const away = Math.round((utc(day).getTime() - utc(dayOf()).getTime()) / dayMs)
  return ['今天', '明天', '后天'][away] ?? weekday(day)
}

/** `11月22日`, with the year when it is not this one. */
export const dateWords = (day: string): string => {
  const [year, month, date] = day.split('-').map(Number)
  return `${String(year) === dayOf().slice(0, 4) ? '' : `${year}年`}${month}月${date}日`
}
/** `11月22日 周日（明天）` */
export const dayWords = (day: string): string => {
  const near = nearName(day)
  return `${dateWords(day)} ${weekday(day)}${near === weekday(day) ? '' : `（${near}）`}`
}

const trimHour = (clock: string) => clock.replace(/^0/, '')
const halfDay = (clock: string) =>
  clock < '06:00' ? '凌晨' : clock < '12:00' ? '上午' : clock < '18:00' ? '下午' : '晚上'

export const periodWords = { morning: '上午', afternoon: '下午', evening: '晚上' } as const
/** `上午 9:00–9:30` */
export const clockWords = (from: string, to?: string): string =>
  `${halfDay(from)} ${trimHour(from)}${to ? `–${trimHour(to)}` : ''}`
/** `11月22日 周日（明天） 上午 9:00–9:30` */
export const timeWords = (day: string, from: string, to?: string): string => `${dayWords(day)} ${clockWords(from, to)}`

/** An instant in words: `今天 15:31`, `11月20日 15:31`. */
export const instantWords = (instant: string | number): string => {
  const ms = typeof instant === 'number' ? instant : new Date(instant).getTime()
  const day = dayOf(ms)
  const clock = iso(ms + shift).slice(11, 16)
  return day === dayOf() ? `今天 ${clock}` : `${dateWords(day)} ${clock}`
}

/** A deadline, as it is spoken: `今天 下午 3:31`, `11月22日 凌晨 2:00`, which nobody takes for the afternoon. */
export const deadlineWords = (instant: string | number): string => {
  const ms = typeof instant === 'number' ? instant : new Date(instant).getTime()
  const day = dayOf(ms)
  return `${day === dayOf() ? '今天' : dateWords(day)} ${clockWords(iso(ms + shift).slice(11, 16))}`
}

/** For what is kept and printed: `2026年11月22日 15:31`, never 今天. */
export const fullInstantWords = (instant: string): string => {
  const ms = new Date(instant).getTime()
  const [year, month, date] = dayOf(ms).split('-').map(Number)
  return `${year}年${month}月${date}日 ${iso(ms + shift).slice(11, 16)}`
}

/** How old something is: 刚刚, 5 分钟前, 3 小时前, 2 天前. */
export const ageWords = (at: number, now: number = Date.now()): string => {
  const minutes = Math.floor((now - at) / 60_000)
  if (minutes < 1) return '刚刚'
  if (minutes < 60) return `${minutes} 分钟前`
  return minutes < 1440 ? `${Math.floor(minutes / 60)} 小时前` : `${Math.floor(minutes / 1440)} 天前`
}

/** How long something is still kept: `3 小时 12 分`, `12 分 30 秒`. */
export const leftWords = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const minutes = Math.floor(seconds / 60)
  return minutes >= 60 ? `${Math.floor(minutes / 60)} 小时 ${minutes % 60} 分` : `${minutes} 分 ${seconds % 60} 秒`
}

/** Integer fen: `¥15.00`, and 免费 for nothing. */
export const moneyWords = (fen: number): string => (fen === 0 ? '免费' : `¥${(fen / 100).toFixed(2)}`)
/** Yuan as typed (`15`, `15.5`, `¥15.00`) in fen; NaN when it is no sum of money. */
export const fenOf = (yuan: string): number => {
  const plain = yuan
    .trim()
    .replace(/^[¥￥]/, '')
    .replace('。', '.')
  return /^\d{1,6}(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : Number.NaN
}
/** Metres: `300 米`, `1.2 公里`. */
export const distanceWords = (metres: number): string =>
  metres < 1000 ? `${Math.round(metres / 10) * 10} 米` : `${(metres / 1000).toFixed(1)} 公里`
