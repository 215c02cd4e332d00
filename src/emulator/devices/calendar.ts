/**
 * Calendar arithmetic for the real-time clock: seconds since the machine's epoch to date and time.
 *
 * Written out because the host's own calendar is the host's: guest time must not come near it.
 */

export interface CalendarTime {
  readonly second: number
  readonly minute: number
  readonly hour: number
  /** 1 is Sunday. */
  readonly weekday: number
  readonly day: number
  readonly month: number
  readonly year: number
}

/** When every machine is switched on: Wednesday, 1 January 2020, 00:00:00. */
export const EPOCH_YEAR = 2020
const EPOCH_WEEKDAY = 3

const SECONDS_PER_DAY = 86_400

const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
const daysInYear = (year: number) => (isLeap(year) ? 366 : 365)
const daysInMonth = (year: number, month: number) =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31

/** `seconds` may be negative: a guest may set its clock back before the epoch. */
export function calendarTime(seconds: number): CalendarTime {
  const days = Math.floor(seconds / SECONDS_PER_DAY)
  const inDay = seconds - days * SECONDS_PER_DAY
  let year = EPOCH_YEAR
  let rest = days
  for (; rest < 0; rest += daysInYear(year)) year -= 1
  for (; rest >= daysInYear(year); year += 1) rest -= daysInYear(year)
  let month = 1
  for (; rest >= daysInMonth(year, month); month += 1) rest -= daysInMonth(year, month)
  return {
    second: inDay % 60,
    minute: Math.floor(inDay / 60) % 60,
    hour: Math.floor(inDay / 3600),
    weekday: ((((EPOCH_WEEKDAY + days) % 7) + 7) % 7) + 1,
    day: rest + 1,
    month,
    year,
  }
}

/** The inverse. Fields out of range count on into the next larger unit, so no input can fail. */
export function secondsOf(time: Omit<CalendarTime, 'weekday'>): number {
  let days = time.day - 1
  for (let month = 1; month < time.month; month++) days += daysInMonth(time.year, month)
  for (let year = EPOCH_YEAR; year < time.year; year++) days += daysInYear(year)
  for (let year = time.year; year < EPOCH_YEAR; year++) days -= daysInYear(year)
  return days * SECONDS_PER_DAY + time.hour * 3600 + time.minute * 60 + time.second
}
