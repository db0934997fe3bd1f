import Taro from '@tarojs/taro'
import { alarmMinutes, calendarFile, type CalendarEntry } from './calendar-file'
import { giveFile } from './phone'

/** Puts it into the phone's own calendar with a reminder; a browser gets it as a file. False: the person said no. */
export const addToCalendar = async (entry: CalendarEntry): Promise<boolean> => {
  if (process.env.TARO_ENV !== 'weapp') {
    return (await giveFile('appointment.ics', 'text/calendar', calendarFile(entry))) === 'file'
  }
  try {
    await Taro.addPhoneCalendar({
      title: entry.title,
      location: entry.place,
      startTime: Math.round(entry.from / 1000),
      endTime: String(Math.round(entry.to / 1000)),
      alarm: true,
      alarmOffset: alarmMinutes * 60,
    })
    return true
  } catch {
    return false
  }
}
