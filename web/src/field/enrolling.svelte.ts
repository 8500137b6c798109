/** Somebody is being signed up: where that stands, step by step, so that a lock or a dead battery loses nothing. */
import { NoAnswer } from '../lib/api/problem.ts'
import type { CoverOnPhone } from '../lib/offline/records.ts'
import { Draft } from './draft.svelte.ts'
import type { Door } from './doors.ts'
import { handOver, signUp, type Going } from './selling.ts'
import { field, sentence } from './state.svelte.ts'
import { emptyWish, holds, lacking, questionOf, type Quote, type Sold, type Wish } from './wish.ts'

export const STEPS = ['who', 'papers', 'money', 'hand', 'card'] as const
export type Step = (typeof STEPS)[number]

interface Kept {
  step: Step
  wish: Wish
  quote: Quote | null
  /** The question the quote answers, as text. */
  asked: string | null
  organisation: string
  note: string
}

export class Enrolling {
  readonly draft: Draft<Kept>
  busy = $state(false)
  /** Why there is no price, when it was asked for in vain. */
  said = $state<string | null>(null)
  offline = $state(false)

  constructor(door: Door, scheme: Sold | null) {
    const joined = door.persons.filter((person) => this.#joinedThisYear(person.id)).length
    const own = field.profile?.grants.find((grant) => grant.organisation_id)?.organisation_id
    this.draft = new Draft<Kept>(`enrol:${door.id}`, {
      step: 'who',
      wish: { ...emptyWish(scheme ?? 'bhyt_hgd'), already_joined: joined },
      quote: null,
      asked: null,
      organisation: own ?? (field.lists.collectors.length === 1 ? (field.lists.collectors[0]?.id ?? '') : ''),
      note: '',
    })
  }

  get kept(): Kept {
    return this.draft.said
  }

  /** Whether whoever works here signs people up themselves, or hands them over. */
  get sells(): boolean {
    return field.may('enrolments.record')
  }

  question(door: Door) {
    return questionOf(this.kept.wish, door.area_id, coversOf)
  }

  /** The server's answer, when it is one to this very wish and still holds. */
  quote(door: Door): Quote | null {
    const { quote, asked } = this.kept
    return holds(quote, asked, this.question(door), field.today) ? quote : null
  }

  async ask(door: Door): Promise<void> {
    const question = this.question(door)
    this.busy = true
    this.said = null
    this.offline = false
    try {
      this.kept.quote = await field.session.with((client) => client.POST('/api/v1/quotes', { body: question }))
      this.kept.asked = JSON.stringify(question)
    } catch (error) {
      if (error instanceof NoAnswer) this.offline = true
      else this.said = sentence(error)
    } finally {
      this.busy = false
    }
  }

  /** Sends the wish on its way: to the organisation, or as sign-ups of the own one. */
  async send(door: Door): Promise<void> {
    const { wish, organisation, note } = this.draft.now()
    const going: Going = { door, wish, question: this.question(door), quote: $state.snapshot(this.quote(door)) as Quote | null, organisation }
    if (this.sells ? await signUp(going) : await handOver(going, note)) {
      await this.draft.drop()
      this.kept.step = 'card'
    }
  }

  get lacking() {
    return lacking(this.kept.wish)
  }

  #joinedThisYear(person: string): boolean {
    const year = field.today.slice(0, 4)
    return coversOf(person).some((cover) => cover.scheme === 'bhyt_hgd' && cover.state === 'covered' && cover.valid_from?.startsWith(year))
  }
}

export const coversOf = (person: string): CoverOnPhone[] => [...field.records.all('cover').values()].filter((cover) => cover.person_id === person)
