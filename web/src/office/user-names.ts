/** What users are called: all that a screen asks for at the same moment in one question. */
import { session } from './session.svelte.ts'

/** The server names no more at once. */
const AT_ONCE = 100

type Waiting = { id: string; named: (name: string) => void; unknown: (why: unknown) => void }

let waiting: Waiting[] = []

/** The name of a user who works in one's own areas or above them. */
export function userName(id: string): Promise<string> {
  return new Promise((named, unknown) => {
    waiting.push({ id, named, unknown })
    if (waiting.length === 1) queueMicrotask(() => void askForAll())
  })
}

async function askForAll(): Promise<void> {
  const all = waiting
  waiting = []
  for (let from = 0; from < all.length; from += AT_ONCE) await ask(all.slice(from, from + AT_ONCE))
}

async function ask(some: Waiting[]): Promise<void> {
  try {
    const said = await session.with((api) => api.POST('/api/v1/users/names', { body: { ids: some.map((one) => one.id) } }))
    const names = new Map(said.map((one) => [one.id, one.full_name]))
    for (const { id, named, unknown } of some) {
      const name = names.get(id)
      if (name === undefined) unknown(new Error('works elsewhere'))
      else named(name)
    }
  } catch (error) {
    for (const { unknown } of some) unknown(error)
  }
}
