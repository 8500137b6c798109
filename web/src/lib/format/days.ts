/** Civil days of Viet Nam, which keeps no summer time: always seven hours ahead of UTC. */

const HOURS = 7
const DAY_MS = 86_400_000

/** The day in Viet Nam at an instant, as 2026-11-25. */
export const dayAt = (ms: number): string => new Date(ms + HOURS * 3_600_000).toISOString().slice(0, 10)

/** The day in Viet Nam of an instant as the API writes it. */
export const dayOf = (moment: string): string => dayAt(Date.parse(moment))

/** So many days later. */
export const plusDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)

/** Days from one day to another; less than nothing when the other is past. */
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)

/** 0 for Sunday. */
export const weekday = (day: string): number => new Date(Date.parse(day)).getUTCDay()

/** The next such weekday after a day. */
export function nextWeekday(day: string, wanted: number): string {
  return plusDays(day, ((wanted - weekday(day) + 6) % 7) + 1)
}

/** 25/11/2026. */
export function shortDay(day: string): string {
  const [year, month, date] = day.split('-')
  return `${date}/${month}/${year}`
}

/** 25/11, where the year is clear. */
export const dayAndMonth = (day: string): string => shortDay(day).slice(0, 5)

/** 14:05 in Viet Nam. */
export const timeOf = (moment: string): string =>
  new Date(Date.parse(moment) + HOURS * 3_600_000).toISOString().slice(11, 16)

/** 14:05 25/11/2026 in Viet Nam. */
export const momentAt = (moment: string): string => `${timeOf(moment)} ${shortDay(dayOf(moment))}`
