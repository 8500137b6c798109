/** Who is on this phone already under what is being typed: told, never forbidden, since two people do have one name. */
import { folded } from '../lib/format/text.ts'
import type { Door } from './doors.ts'

const MOST = 3

export interface Lookalike {
  door: Door
  /** The person who is alike; null when it is the household. */
  person: string | null
}

const same = (a: string, b: string): boolean => a === b && a !== ''
const words = (text: string): string => folded(text).replace(/\s+/g, ' ').trim()

/** Households of the same name, or with somebody of that name in them. */
export function alikeHouseholds(doors: Door[], name: string): Lookalike[] {
  const key = words(name)
  const alike = doors.flatMap((door): Lookalike[] => {
    if (same(words(door.name), key)) return [{ door, person: null }]
    const person = door.persons.find((one) => same(words(one.full_name), key))
    return person ? [{ door, person: person.full_name }] : []
  })
  return alike.slice(0, MOST)
}

/** People of the same name who may have been born in the same year. */
export function alikePeople(doors: Door[], name: string, year: number | null, besides: string | null): Lookalike[] {
  const key = words(name)
  const born = (other: number | null): boolean => year === null || other === null || year === other
  const alike = doors.flatMap((door) =>
    door.persons
      .filter((one) => one.id !== besides && same(words(one.full_name), key) && born(one.birth_year))
      .map((one): Lookalike => ({ door, person: one.full_name })),
  )
  return alike.slice(0, MOST)
}
