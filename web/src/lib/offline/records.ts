/**
 * What the server let this phone see, in memory while the app is open, and on the phone in sealed bundles.
 *
 * A bundle holds some households with all that hangs on them: opening two thousand of them takes two hundred and fifty-six
 * steps instead of twenty thousand. Memory leads, the bundles follow: a page of a pull changes memory, and the bundles it
 * touched are sealed and written together with the cursor.
 */
import type { Schemas } from '../api/client.ts'
import { database, type BundleRow, type Feed, type Mark } from './database.ts'
import { seal, unseal } from './sealing.ts'

export interface HouseholdOnPhone {
  area_id: string
  name: string
  code: string | null
  house_number: string | null
  address: string | null
  landmark: string | null
  location: { latitude: number; longitude: number; accuracy_m: number | null } | null
  do_not_contact: boolean
  status: Schemas['HouseholdStatus']
  note: string | null
}

export type PersonOnPhone = Schemas['PersonRow'] & { note: string | null; merged_into_id: string | null }

export interface CoverOnPhone {
  person_id: string
  area_id: string
  scheme: Schemas['Scheme']
  state: Schemas['CoverState']
  valid_from: string | null
  valid_to: string | null
  known_on: string
  source: Schemas['CoverSource']
}

export interface WalkListOnPhone {
  id: string
  name: string
  area_id: string
  campaign_id: string | null
  state: 'open' | 'closed'
  starts_on: string
  ends_on: string | null
  assignments: Schemas['AssignmentView'][]
  entries: { position: number; household_id: string; never_met: boolean; reasons: Schemas['WalkListReason'][] }[]
}

/** What each kind of record looks like. */
export interface Kinds {
  household: HouseholdOnPhone
  person: PersonOnPhone
  group_claim: Schemas['ClaimView']
  consent: Schemas['ConsentView']
  cover: CoverOnPhone
  visit: Schemas['VisitView']
  follow_up: Schemas['FollowUpView']
  walk_list: WalkListOnPhone
  hand_over: Schemas['HandOverView']
  enrolment: Schemas['EnrolmentView']
  renewal: Schemas['RenewalView']
}

export type Kind = keyof Kinds

const KEPT: readonly Kind[] = [
  'household', 'person', 'group_claim', 'consent', 'cover', 'visit', 'follow_up', 'walk_list', 'hand_over', 'enrolment', 'renewal',
]
/** Where a record lies whose household is not known. */
const LOOSE = 'loose'
/** The end of a household's id, which is random, says in which bundle it lies. */
const bundleFor = (household: string): string => household.slice(-2)

type Content = Partial<Record<Kind, Record<string, unknown>>>

export type PullItem = Schemas['PullItem']

export class Records {
  readonly #of = new Map<Kind, Map<string, unknown>>(KEPT.map((kind) => [kind, new Map()]))
  readonly #bundles = new Map<string, Set<string>>()
  readonly #home = new Map<string, string>()
  #generation = 0
  /** Grows with every change of what is in memory. */
  version = 0

  /** All records of a kind. */
  all<K extends Kind>(kind: K): ReadonlyMap<string, Kinds[K]> {
    return this.#of.get(kind) as Map<string, Kinds[K]>
  }

  /** Opens all bundles. */
  async load(key: CryptoKey): Promise<void> {
    const tx = (await database()).transaction(['bundles', 'meta'])
    const rows = await tx.objectStore('bundles').getAll()
    const generation = (await tx.objectStore('meta').get('generation')) as number | undefined
    await tx.done
    const contents = await Promise.all(rows.map((row) => unseal<Content>(key, row.sealed, row.id)))
    this.clear()
    rows.forEach((row, place) => {
      for (const [kind, records] of Object.entries(contents[place] ?? {})) {
        for (const [id, fields] of Object.entries(records ?? {})) this.#put(kind as Kind, id, fields, row.id)
      }
    })
    this.#generation = generation ?? 0
    this.version += 1
  }

  /** Whether another tab has changed the bundles since this one read them. */
  async isStale(): Promise<boolean> {
    const generation = (await (await database()).get('meta', 'generation')) as number | undefined
    return (generation ?? 0) !== this.#generation
  }

  clear(): void {
    this.version += 1
    for (const records of this.#of.values()) records.clear()
    this.#bundles.clear()
    this.#home.clear()
  }

  /** Takes a page of a pull, and writes it with the cursor that says so. `fresh`: what was there before goes. */
  async take(
    key: CryptoKey,
    items: PullItem[],
    after: { cursor: string; have: Mark | null; feed: Feed; fresh: boolean; now: number },
  ): Promise<void> {
    if (after.fresh) this.clear()
    const touched = new Set<string>()
    for (const item of items) this.#apply(item, touched)
    this.version += 1
    const rows: BundleRow[] = await Promise.all(
      [...touched].filter((id) => this.#bundles.has(id)).map(async (id) => ({ id, sealed: await seal(key, this.#content(id), id) })),
    )
    const tx = (await database()).transaction(['bundles', 'meta'], 'readwrite', { durability: 'strict' })
    const [bundles, meta] = [tx.objectStore('bundles'), tx.objectStore('meta')]
    if (after.fresh) await bundles.clear()
    for (const id of touched) if (!this.#bundles.has(id)) void bundles.delete(id)
    for (const row of rows) void bundles.put(row)
    const generation = ((await meta.get('generation')) as number | undefined) ?? 0
    void meta.put(generation + 1, 'generation')
    void meta.put(after.cursor, 'cursor')
    void meta.put(after.feed, 'feed')
    if (after.have) {
      void meta.put(after.have, 'have')
      void meta.put(after.now, 'last_pull_at')
    }
    await tx.done
    this.#generation = generation + 1
  }

  #apply(item: PullItem, touched: Set<string>): void {
    if (item.kind === 'scope_left') {
      const left = new Set((item.fields as { area_ids?: string[] } | null)?.area_ids ?? [])
      // Found first, dropped then: what hangs on a household is told by the household.
      const gone = [...this.#of].flatMap(([kind, records]) =>
        [...records].filter(([, fields]) => left.has(this.#areaOf(fields))).map(([id]): [Kind, string] => [kind, id]),
      )
      for (const [kind, id] of gone) this.#drop(kind, id, touched)
      return
    }
    const kind = item.entity as Kind
    if (!this.#of.has(kind) || item.id === null) return
    if (item.kind !== 'upsert' || item.fields === null) {
      this.#drop(kind, item.id, touched)
      return
    }
    const bundle = this.#bundleOf(kind, item.id, item.fields)
    const before = this.#home.get(`${kind}:${item.id}`)
    if (before !== undefined && before !== bundle) this.#drop(kind, item.id, touched)
    this.#put(kind, item.id, item.fields, bundle)
    touched.add(bundle)
  }

  /** A record without an area of its own lies where its household lies. */
  #areaOf(fields: unknown): string {
    const own = (fields as { area_id?: string }).area_id
    if (own !== undefined) return own
    const household = this.all('household').get(this.#householdOf(fields) ?? '')
    return household?.area_id ?? ''
  }

  #householdOf(fields: unknown): string | undefined {
    const { household_id: household, person_id: person } = fields as { household_id?: string; person_id?: string }
    return household ?? this.all('person').get(person ?? '')?.household_id
  }

  #bundleOf(kind: Kind, id: string, fields: unknown): string {
    if (kind === 'walk_list') return `walk_list:${id}`
    const household = kind === 'household' ? id : this.#householdOf(fields)
    return household ? bundleFor(household) : LOOSE
  }

  #put(kind: Kind, id: string, fields: unknown, bundle: string): void {
    this.#of.get(kind)?.set(id, fields)
    const name = `${kind}:${id}`
    this.#home.set(name, bundle)
    const names = this.#bundles.get(bundle) ?? new Set()
    this.#bundles.set(bundle, names.add(name))
  }

  #drop(kind: Kind, id: string, touched: Set<string>): void {
    const name = `${kind}:${id}`
    const bundle = this.#home.get(name)
    this.#of.get(kind)?.delete(id)
    if (bundle === undefined) return
    this.#home.delete(name)
    touched.add(bundle)
    const names = this.#bundles.get(bundle)
    names?.delete(name)
    if (names?.size === 0) this.#bundles.delete(bundle)
  }

  #content(bundle: string): Content {
    const content: Content = {}
    for (const name of this.#bundles.get(bundle) ?? []) {
      const [kind, id] = [name.slice(0, name.indexOf(':')) as Kind, name.slice(name.indexOf(':') + 1)]
      const records = (content[kind] ??= {})
      records[id] = this.#of.get(kind)?.get(id)
    }
    return content
  }
}
