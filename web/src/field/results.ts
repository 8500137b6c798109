/** What was done on a day, counted from what the server has and what still waits, each visit once. */
import { dayOf } from '../lib/format/days.ts'
import type { Door, DoorVisit } from './doors.ts'

export interface Tally {
  doors: number
  visits: number
  met: number
  waiting: number
  byOutcome: { outcome: string; count: number }[]
}

export function tally(doors: Door[], day: string): Tally {
  const countsOn = (visit: DoorVisit): boolean => visit.state !== 'refused' && dayOf(visit.at) === day
  const visits = doors.flatMap((door) => door.visits.filter(countsOn).map((visit) => ({ door: door.id, visit })))
  const counts = new Map<string, number>()
  for (const { visit } of visits) counts.set(visit.outcome, (counts.get(visit.outcome) ?? 0) + 1)
  return {
    doors: new Set(visits.map(({ door }) => door)).size,
    visits: visits.length,
    met: visits.filter(({ visit }) => visit.met).length,
    waiting: visits.filter(({ visit }) => visit.state === 'waiting').length,
    byOutcome: [...counts].map(([outcome, count]) => ({ outcome, count })).sort((a, b) => b.count - a.count || (a.outcome < b.outcome ? -1 : 1)),
  }
}
