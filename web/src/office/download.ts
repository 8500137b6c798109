/** Saves a file that the API makes. */
import type { Answered, Client } from '../lib/api/client.ts'
import { session } from './session.svelte.ts'

export const FORMATS = ['xlsx', 'csv'] as const
export type Format = (typeof FORMATS)[number]

/** Asks for the file with a good token and hands it to the browser under `name`. */
export async function download(name: string, ask: (api: Client) => Promise<Answered<unknown>>): Promise<void> {
  const file = (await session.with(ask)) as Blob
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

/** `pheu-2026-11-25.xlsx`: what it is and of which day; nothing personal. */
export const fileName = (what: string, day: string, format: Format): string => `${what}-${day}.${format}`
