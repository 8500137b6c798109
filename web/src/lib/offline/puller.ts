/** Fetches what changed for this phone's user, page by page; each page is kept together with the cursor after it. */
import { isRefusal } from '../api/client.ts'
import { readMeta, writeMeta } from './database.ts'
import type { Records } from './records.ts'
import { rollBack } from './pusher.ts'
import type { Session } from './session.ts'

export interface Pulled {
  items: number
  /** The server was restored: push first, then pull again. */
  rolledBack: boolean
  /** The user's areas are others now, or are seen with other rights. */
  areasChanged: boolean
}

/** The caller holds the lock. `onPage` hears of each page that was kept. */
export async function pull(
  session: Session,
  key: CryptoKey,
  records: Records,
  onPage: (items: number) => void,
): Promise<Pulled> {
  if (await records.isStale()) await records.load(key)
  let items = 0
  let areasChanged = false
  let cursor = await readMeta('cursor')
  let fresh = cursor === undefined
  for (;;) {
    const query = cursor === undefined ? {} : { cursor }
    let answer
    try {
      answer = await session.with((client) => client.GET('/api/v1/sync/pull', { params: { query } }))
    } catch (error) {
      if (isRefusal(error, 'server-rolled-back')) {
        const manifest = await session.with((client) => client.GET('/api/v1/sync/manifest'))
        await rollBack(manifest.feed)
        return { items, rolledBack: true, areasChanged }
      }
      if (!isRefusal(error, 'cursor-reset') || cursor === undefined) throw error
      // What was fetched before counts no more; what was done here is not touched.
      await writeMeta({ cursor: undefined, have: undefined })
      cursor = undefined
      fresh = true
      continue
    }
    const now = Date.now()
    const have = answer.more ? null : { feed_epoch: answer.feed.feed_epoch, rev: answer.feed.head }
    await records.take(key, answer.items, { cursor: answer.cursor, have, feed: answer.feed, fresh, now })
    await writeMeta({ clock_offset: Date.parse(answer.server_now) - now })
    fresh = false
    cursor = answer.cursor
    items += answer.items.length
    areasChanged ||= answer.items.some((item) => item.kind === 'scope_left')
    onPage(items)
    if (!answer.more) return { items, rolledBack: false, areasChanged }
  }
}
