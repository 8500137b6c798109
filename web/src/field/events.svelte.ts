/** Events that wait to be closed out. They are no part of sync: fetched while there is a network, and kept sealed for when there is none. */
import { isRefusal, type Schemas } from '../lib/api/client.ts'
import { NoAnswer } from '../lib/api/problem.ts'
import { draft, keepDraft } from '../lib/offline/drafts.ts'
import { field, sentence } from './state.svelte.ts'

export type EventView = Schemas['EventView']
export type Headcount = Schemas['HeadcountBody']
export type Partner = Schemas['PartnerBody'] & { name: string }

/** What a close-out says while it is being written. */
export interface Closing {
  headcounts: Headcount[]
  partners: Partner[]
  media: number
  /** So that the news is noted once, however often it is sent. */
  media_id: string
  outcome: string
}

/** Lies beside the drafts, under the same key; an id no form has. */
const KEPT = 'events'

interface Kept {
  at: number
  events: EventView[]
}

class Events {
  all = $state.raw<EventView[]>([])
  /** When what is shown was fetched. */
  at = $state<number | null>(null)
  state = $state<'idle' | 'fetching' | 'offline' | 'failed'>('idle')
  said = $state<string | null>(null)

  async open(): Promise<void> {
    const key = field.workKey
    if (!key) return
    if (this.at === null) {
      const kept = await draft<Kept>(key, KEPT).catch(() => null)
      if (kept) [this.all, this.at] = [kept.events, kept.at]
    }
    await this.fetch()
  }

  async fetch(): Promise<void> {
    const key = field.workKey
    if (!key) return
    this.state = 'fetching'
    try {
      const list = (status: 'held' | 'planned') =>
        field.session.with((client) => client.GET('/api/v1/events', { params: { query: { status, to: field.today, limit: 200 } } }))
      const [held, planned] = [await list('held'), await list('planned')]
      this.all = [...held.items, ...planned.items].sort((a, b) => ((a.ends_on ?? '') < (b.ends_on ?? '') ? 1 : -1))
      this.at = Date.now()
      await keepDraft(key, KEPT, { at: this.at, events: this.all } satisfies Kept)
      this.state = 'idle'
      this.said = null
    } catch (error) {
      this.state = error instanceof NoAnswer ? 'offline' : 'failed'
      this.said = sentence(error)
    }
  }

  /** Closes one; what went wrong with the news about it, if anything did. Throws what the server said of the event. */
  async close(event: EventView, closing: Closing): Promise<string | null> {
    const params = { path: { id: event.id } }
    // An answer may have been lost: what was done already is not done again.
    const now = await field.session.with((client) => client.GET('/api/v1/events/{id}', { params }))
    if (now.status === 'planned') await field.session.with((client) => client.POST('/api/v1/events/{id}/hold', { params, body: {} }))
    const partners = closing.partners.map(({ organisation_id, role }) => ({ organisation_id, role }))
    const body = { headcounts: closing.headcounts, partners, ...(closing.outcome.trim() ? { outcome: closing.outcome.trim() } : {}) }
    if (now.status !== 'closed') await field.session.with((client) => client.POST('/api/v1/events/{id}/close', { params, body }))
    this.all = this.all.filter((one) => one.id !== event.id)
    if (closing.media === 0) return null
    try {
      const media = {
        id: closing.media_id, kind: 'article', title: event.title, count: closing.media, organisation_id: event.organiser_id, area_id: event.area_id,
        published_on: event.ends_on ?? field.today, ...(event.campaign_id ? { campaign_id: event.campaign_id } : {}),
      }
      await field.session.with((client) => client.POST('/api/v1/media-outputs', { body: media }))
      return null
    } catch (error) {
      return isRefusal(error, 'already-exists') ? null : sentence(error)
    }
  }

  clear(): void {
    ;[this.all, this.at, this.state, this.said] = [[], null, 'idle', null]
  }
}

export const events = new Events()
