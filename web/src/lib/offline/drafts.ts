/** What was begun and not saved, sealed: a lock, a dead battery or a call throws nothing away. */
import { database } from './database.ts'
import { seal, unseal } from './sealing.ts'

/** `id` names a form and a record, and nobody. */
export async function keepDraft(key: CryptoKey, id: string, value: unknown): Promise<void> {
  await (await database()).put('drafts', { id, sealed: await seal(key, value, id) })
}

export async function draft<T>(key: CryptoKey, id: string): Promise<T | null> {
  const row = await (await database()).get('drafts', id)
  return row ? unseal<T>(key, row.sealed, id) : null
}

export async function dropDraft(id: string): Promise<void> {
  await (await database()).delete('drafts', id)
}

export const draftIds = async (): Promise<string[]> => (await database()).getAllKeys('drafts')
