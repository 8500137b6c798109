/**
 * The whole story, from the board's plan to the board's figures: each step on the screen of whoever does it, in the order in which
 * it happens. One server, one desk, two phones; the steps go on from each other.
 */
import assert from 'node:assert/strict'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { HANDHELD, startPhone } from './browser.mjs'
import { collectorSteps } from './story/collector.mjs'
import { deskSteps } from './story/desk.mjs'
import { fieldSteps } from './story/field.mjs'
import { figureSteps } from './story/figures.mjs'
import { HOUSEHOLDS, OVER, SCHEME } from './story/plan.mjs'
import { startOffice } from './office/world.mjs'
import { day, households, signedIn, USER } from './server.mjs'
import { beforeMidnight, COLLECTOR, stage, watch } from './stage.mjs'

const dayBefore = (text) => new Date(Date.parse(text) - 86_400_000).toISOString().slice(0, 10)

/** What all steps work with; filled in before the first of them, and by what they make. */
const at = {}

/** Participants among the people of the commune as the social security office counts them, before a window and at its end. */
async function officeFigures(api, area_id) {
  const source = 'Số liệu mẫu của câu chuyện'
  for (const [as_of, participants] of [[dayBefore(OVER.starts.slice(0, 8) + '01'), 9_120], [OVER.ends, 9_480]]) {
    const counted = await api.post('/denominators', { area_id, kind: 'population', as_of, value: 12_000, source })
    await api.post('/coverage-snapshots', { area_id, scheme: SCHEME, as_of, participants, denominator_id: counted.id, source })
  }
}

before(async () => {
  await beforeMidnight()
  at.today = day(0)
  const office = await startOffice('none', 'bantuyengiao.camau')
  at.office = office
  Object.assign(stage, { server: office.server, front: office.front, errors: office.errors })
  at.walker = await signedIn(office.server, USER)
  at.collector = await signedIn(office.server, COLLECTOR)
  at.commune = at.walker.user.grants[0].area_id
  at.homes = households(at.commune, HOUSEHOLDS)
  await at.walker.push(at.homes.flatMap((home) => home.ops))
  await officeFigures(office.api, at.commune)
  at.desk = await office.page(await office.desk.person())
  stage.phone = await startPhone()
  stage.page = stage.phone.context.pages()[0]
  watch(stage.page)
  at.phone = await office.desk.person(HANDHELD)
})

after(async () => {
  await stage.phone?.stop()
  await at.office?.stop()
})

/** What stood on the screens when a step failed. */
async function seenThen() {
  const pages = [...at.desk.context().pages(), ...stage.phone.context.pages(), ...at.phone.pages()]
  for (const [n, page] of pages.entries()) await page.screenshot({ path: path.join(tmpdir(), `tungnha-story-${n}.png`) }).catch(() => undefined)
}

test('the whole story', async (story) => {
  for (const [name, step] of [...deskSteps(at), ...fieldSteps(at), ...collectorSteps(at), ...figureSteps(at)]) {
    const began = Date.now()
    // Whatever comes after a step that failed would fail of it.
    let failed = null
    await story.test(name, () => step().catch((error) => { failed = error; throw error }))
    story.diagnostic(`${name}: ${Date.now() - began} ms`)
    if (failed) return seenThen()
  }
})
