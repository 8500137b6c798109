/** What becomes of a change when somebody else was faster. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Client, Tagged } from '../../../src/lib/api/client.ts'
import { NoAnswer, Refused } from '../../../src/lib/api/problem.ts'
import { Change, type OfVersion } from '../../../src/office/change.svelte.ts'
import { Form } from '../../../src/office/form.svelte.ts'
import { session } from '../../../src/office/session.svelte.ts'

interface Thing {
  id: string
  name: string
  note: string
}
const thing = (name: string, note: string, etag: string): Tagged<Thing> => ({ data: { id: 'a', name, note }, etag })
const meanwhile = new Refused({ type: '/problems/changed-meanwhile', title: 'changed', status: 412, code: 'changed-meanwhile' }, null)

/** A change of one field, against a server that holds `there` and takes only what is meant against it. */
function changing(there: Tagged<Thing>, reads: () => Promise<Tagged<Thing>>): { form: Form; change: Change<Thing>; save: () => Promise<Thing | null>; sent: string[] } {
  const sent: string[] = []
  const form = new Form()
  const mine = 'mine'
  const change = new Change<Thing>(form, thing('first', 'old', '"1"'), {
    again: () => Promise.reject(new Error('asked through the session')),
    compare: (theirs) => [
      { field: 'name', theirs: theirs.name, mine: 'first' },
      { field: 'note', theirs: theirs.note, mine },
    ],
  })
  vi.spyOn(session, 'tagged').mockImplementation(reads as never)
  vi.spyOn(session, 'with').mockImplementation((async (call: (api: Client) => Promise<{ data: Thing }>) => (await call({} as Client)).data) as never)
  const save = (): Promise<Thing | null> =>
    change.send({ note: mine }, async (_, { path, header }: OfVersion) => {
      sent.push(`${path.id} ${header['If-Match']}`)
      if (header['If-Match'] !== there.etag) throw meanwhile
      return { data: { ...there.data, note: mine }, response: new Response() }
    })
  return { form, change, save, sent }
}

describe('a change', () => {
  afterEach(() => vi.restoreAllMocks())

  it('that somebody else was faster with shows what differs, and is kept against their version', async () => {
    const there = thing('first', 'theirs', '"2"')
    const { form, change, save, sent } = changing(there, () => Promise.resolve(there))
    expect(await save()).toBeNull()
    expect(form.changedMeanwhile).toBe(true)
    expect(change.differences).toEqual([{ field: 'note', theirs: 'theirs', mine: 'mine' }])
    change.keepMine()
    expect(change.differences).toEqual([])
    expect((await save())?.note).toBe('mine')
    expect(sent).toEqual(['a "1"', 'a "2"'])
  })

  it('of which their version cannot be read says so, and asks again when it is sent again', async () => {
    const there = thing('first', 'theirs', '"2"')
    let cut = true
    const { form, change, save } = changing(there, () => (cut ? Promise.reject(new NoAnswer('no answer')) : Promise.resolve(there)))
    await save()
    expect([form.error instanceof NoAnswer, form.changedMeanwhile, change.theirs]).toEqual([true, false, null])
    cut = false
    await save()
    expect([form.changedMeanwhile, change.theirs?.etag]).toEqual([true, '"2"'])
  })
})
