/** The phone's database: which stores there are, and what stands in them unsealed. Nothing of a person does. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { Sealed } from './sealing.ts'
import type { ServerKey, ToServer } from './server-seal.ts'
import type { DeviceWrap, PinWrap } from './vault.ts'

/** A revision of the server's feed; only comparable within its epoch. */
export interface Mark {
  feed_epoch: string
  rev: number
}

/** How far the server is, as it said last. */
export interface Feed {
  feed_epoch: string
  head: number
  durable_rev: number
}

export type OpState = 'waiting' | 'accepted' | 'conflict' | 'refused'

/** An operation on its way to the server. */
export interface OpRow {
  /** The order in which things were done here. */
  n?: number
  op_id: string
  /** `visit:<id>`: operations on one record go in their order. */
  record: string
  /** Its number within (device, epoch); given when it can no longer be undone. */
  seq: number | null
  /** The number of the operation before it on the same record. */
  after_seq: number | null
  /** Until then it can be undone, milliseconds. */
  held_until: number
  state: OpState
  /** The server's word for why it waits, was refused, or is to be known of. */
  code: string | null
  /** Where it stands in the server's feed. */
  acked: Mark | null
  /** When the server answered, milliseconds. */
  answered_at: number | null
  /** Whether somebody here has read the refusal. */
  seen: boolean
  /** What was done, under the work key. */
  sealed: Sealed
  /** The same for the server alone; null until the server's key is known. */
  to_server: ToServer | null
  /** The work key it lies under is gone: only the server opens it now. */
  closed?: boolean
  /** What the server said in words, under the work key. */
  answer: Sealed | null
}

/** Everything that belongs to some households, as the server has it, under the cache key. */
export interface BundleRow {
  id: string
  sealed: Sealed
}

/** What there is exactly one of. */
export interface Meta {
  device_id: string
  epoch: string
  last_seq: number
  pin: PinWrap
  device: DeviceWrap
  /** Whose phone this is: an id that names nobody. */
  user_id: string
  server_key: ServerKey
  wrong_pins: number
  /** Who works with this phone, and their refresh token, under the work key. */
  profile: Sealed
  cursor: string
  have: Mark
  feed: Feed
  /** By how many milliseconds the server's clock is ahead of the phone's. */
  clock_offset: number
  last_pull_at: number
  last_push_at: number
  /** The lists of outcomes and reasons; nothing personal. */
  lists: unknown
  lang: string
  /** Grows with every change of bundles, so that another tab sees that it has old ones. */
  generation: number
}

/** Something half-written, under the work key. */
export interface DraftRow {
  id: string
  sealed: Sealed
}

interface Schema extends DBSchema {
  meta: { key: keyof Meta; value: Meta[keyof Meta] }
  bundles: { key: string; value: BundleRow }
  ops: { key: number; value: OpRow; indexes: { op_id: string; state: OpState; record: string } }
  drafts: { key: string; value: DraftRow }
}

export type Database = IDBPDatabase<Schema>

/** The version of the data in an operation, which the server is told. */
export const SCHEMA_VERSION = 1
const NAME = 'tungnha-field'

let opened: Promise<Database> | undefined

export function database(): Promise<Database> {
  opened ??= openDB<Schema>(NAME, 2, {
    upgrade(db, before, _now, tx) {
      db.createObjectStore('drafts', { keyPath: 'id' })
      if (before > 0) {
        // More kinds of records are kept than before: everything is fetched once more.
        for (const key of ['cursor', 'have'] as const) void tx.objectStore('meta').delete(key)
        return
      }
      db.createObjectStore('meta')
      db.createObjectStore('bundles', { keyPath: 'id' })
      const ops = db.createObjectStore('ops', { keyPath: 'n', autoIncrement: true })
      ops.createIndex('op_id', 'op_id', { unique: true })
      ops.createIndex('state', 'state')
      ops.createIndex('record', 'record')
    },
    // Another tab with a newer app wants to change the stores: let it.
    blocking(_from, _to, event) {
      ;(event.target as IDBDatabase).close()
      opened = undefined
    },
  })
  return opened
}

export async function readMeta<K extends keyof Meta>(key: K): Promise<Meta[K] | undefined> {
  return (await (await database()).get('meta', key)) as Meta[K] | undefined
}

/** Several at once: each question of its own would cost a cheap phone milliseconds before an answer to a tap. */
export async function readMetas<K extends keyof Meta>(...keys: K[]): Promise<{ [key in K]?: Meta[key] }> {
  const { store } = (await database()).transaction('meta')
  const values = await Promise.all(keys.map((key) => store.get(key)))
  return Object.fromEntries(keys.map((key, place) => [key, values[place]])) as { [key in K]?: Meta[key] }
}

export async function writeMeta(values: Partial<Meta>): Promise<void> {
  const tx = (await database()).transaction('meta', 'readwrite', { durability: 'strict' })
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined) void tx.store.delete(key as keyof Meta)
    else void tx.store.put(value, key as keyof Meta)
  }
  await tx.done
}

/** The device, its epoch and its language stay; what came from the server goes, and with it the key of the PIN. */
export async function wipeCache(): Promise<void> {
  const tx = (await database()).transaction(['meta', 'bundles', 'ops'], 'readwrite', { durability: 'strict' })
  const meta = tx.objectStore('meta')
  const unsent = (await tx.objectStore('ops').getAll()).filter((row) => row.state !== 'accepted')
  void tx.objectStore('bundles').clear()
  for (const key of ['cursor', 'have', 'last_pull_at'] as const) void meta.delete(key)
  // Without the server's way to the unsent work, the PIN stays the only one and must not be thrown away.
  if (unsent.every((row) => row.to_server)) for (const key of ['pin', 'device'] as const) void meta.delete(key)
  await tx.done
}

/** Everything goes. Only for somebody who was asked, in words. */
export async function wipeAll(): Promise<void> {
  const stores = ['meta', 'bundles', 'ops', 'drafts'] as const
  const tx = (await database()).transaction(stores, 'readwrite', { durability: 'strict' })
  for (const store of stores) void tx.objectStore(store).clear()
  await tx.done
}
