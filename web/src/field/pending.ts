/**
 * What was pulled, with what was done here and is not in a pull yet laid over it. Refused work is not laid over anything:
 * it counts for nothing until somebody takes it up.
 */
import type { OpState } from '../lib/offline/database.ts'
import type { Op } from '../lib/offline/outbox.ts'
import type { Kind, Kinds, Records } from '../lib/offline/records.ts'

/** A record with what waits laid over it. */
export type Laid<T> = T & { id: string; waits: boolean }

const counts = (state: OpState): boolean => state !== 'refused'

/** The operations on one kind of record, by record. */
export function opsOn(ops: Op[], entity: Kind): Map<string, Op[]> {
  const byRecord = new Map<string, Op[]>()
  for (const op of ops) {
    if (op.body.entity !== entity || !counts(op.state)) continue
    const own = byRecord.get(op.body.entity_id)
    if (own) own.push(op)
    else byRecord.set(op.body.entity_id, [op])
  }
  return byRecord
}

/** Records made here that no pull has brought yet. */
export function madeHere<K extends Kind>(records: Records, ops: Op[], entity: K): Map<string, { fields: Partial<Kinds[K]>; op: Op }> {
  const made = new Map<string, { fields: Partial<Kinds[K]>; op: Op }>()
  for (const [id, own] of opsOn(ops, entity)) {
    const op = own.find((one) => one.body.kind === 'create')
    if (op && !records.all(entity).has(id)) made.set(id, { fields: op.body.fields as Partial<Kinds[K]>, op })
  }
  return made
}

/** The last thing done to a record here that the server has not answered yet. */
export const lastWaiting = (own: Op[] | undefined): Op | undefined => own?.filter((op) => op.state === 'waiting').at(-1)
