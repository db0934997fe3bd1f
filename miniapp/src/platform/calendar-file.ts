export interface CalendarEntry {
  title: string
  place: string
  /** Milliseconds since 1970. */
  from: number
  to: number
}

/** An hour before: time to set out. */
export const alarmMinutes = 60

const stamp = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '')
const plain = (text: string): string => text.replace(/([\\;,])/g, '\\$1').replace(/\n/g, '\\n')

/** The entry as a browser's calendar takes it (RFC 5545). */
export const calendarFile = ({ title, place, from, to }: CalendarEntry): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//county-health//appointments//ZH',
    'BEGIN:VEVENT',
    `UID:${stamp(from)}-${to - from}@county-health`,
    `DTSTAMP:${stamp(Date.now())}`,
    `DTSTART:${stamp(from)}`,
    `DTEND:${stamp(to)}`,
    `SUMMARY:${plain(title)}`,
    `LOCATION:${plain(place)}`,
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${plain(title)}`,
    `TRIGGER:-PT${alarmMinutes}M`,
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n')
