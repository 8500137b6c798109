/** Every screen of the office, held to what holds everywhere: axe, targets, twice the size, the keyboard, dialogs. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { becomes, DESK, fits } from './browser.mjs'
import { dialogsGiveBack, walkedByKeys } from './keys.mjs'
import { cases } from './office/phones.mjs'
import { looks, startOffice } from './office/world.mjs'
import { signedIn } from './server.mjs'

const QUIET_MS = 60
const TWICE = { width: DESK.width / 2, height: DESK.height / 2 }
/** The first of a list of the API. */
const first = (list) => async (office) => (await office.api.all(list))[0].id
const mine = (list) => async (office) => (await office.api.all(`${list}?area_id=${office.api.user.grants[0].area_id}`))[0].id

/** What stands for the parts of an address that differ, by address. */
const IDS = {
  'campaigns/:id': first('/campaigns'),
  'evaluations/:id': mine('/evaluations'),
  'walk-lists/:id': first('/walk-lists'),
  'events/:id': first('/events'),
  'documents/:id': first('/documents'),
  'partners/:id': first('/organisations'),
  'people/:id': (office, made) => made.one,
  'households/:id': (office, made) => made.household,
  'enrolments/:id': mine('/enrolments'),
  'users/:id': first('/users'),
  'rows/:list': () => 'snapshots?of=scheme%3Dbhyt',
}
/** Nobody of the board may look at these. */
const OTHERS = { audit: 'kiemtra' }
/** Nothing of the kind is in the sample; they are walked through where they are made (`office-work.test.mjs`). */
const ELSEWHERE = ['imports/:id', 'office-lists/:id']
/** More than one thing stands at an address. */
const VIEWS = ['people?view=households', 'events?view=calendar', 'targets?scheme=bhxh_tn']

const SCREENS = [...readFileSync(path.join(import.meta.dirname, '../../src/office/screens.ts'), 'utf8').matchAll(/\{ at: '([^']*)'/g)].map((found) => found[1])
let office, made

before(async () => {
  office = await startOffice()
  made = await cases(await signedIn(office.server, 'tinhnguyen.mau'), office.server.url)
  const [issuer] = await office.api.all('/organisations')
  await office.api.post('/documents', { title: 'Kế hoạch thử (dữ liệu mẫu)', kind: 'plan', number: '12-KH/BHXH', issuer_id: issuer.id, area_id: office.api.user.grants[0].area_id })
})
after(() => office?.stop())

/** Tells when nothing is asked any more: what a screen shows at last comes with its last answer. */
function watched(page) {
  let asked = 0
  let last = Date.now()
  const note = (more) => () => {
    asked += more
    last = Date.now()
  }
  page.on('request', note(1))
  for (const end of ['requestfinished', 'requestfailed']) page.on(end, note(-1))
  return async () => {
    await becomes(() => asked === 0 && Date.now() - last > QUIET_MS, true, 'the screen asks no more')
    await office.settled(page)
  }
}

async function usable(page, at, name) {
  await page.setViewportSize(DESK)
  // Another screen has another heading.
  await page.evaluate((to) => {
    document.querySelector('h1').dataset.before = ''
    location.hash = to
  }, `#/${at}`)
  await page.locator('h1:not([data-before])').waitFor()
  await page.quiet()
  await fits(page, name)
  const opened = await dialogsGiveBack(page, name)
  await page.setViewportSize(TWICE)
  await office.accessible(page, `${name}, twice as large`)
  await walkedByKeys(page, `${name}, twice as large`)
  return opened
}

test('there are screens, and each is tried', () => {
  assert.ok(SCREENS.length > 30)
  assert.deepEqual(SCREENS.filter((at) => at.includes(':') && !IDS[at] && !ELSEWHERE.includes(at)), [])
})

for (const [user, screens] of [
  [undefined, [...SCREENS.filter((at) => !OTHERS[at] && !ELSEWHERE.includes(at)), ...VIEWS]],
  ['kiemtra', Object.keys(OTHERS)],
]) {
  test(`every screen of ${user ?? 'the board'} is whole at twice the size and needs no mouse`, { skip: !looks }, async (t) => {
    const page = await office.page(await office.desk.person())
    page.quiet = watched(page)
    await office.signIn(page, user, '#/account')
    await page.quiet()
    // Dialogs are opened, and nothing is changed by what is pressed on the way.
    await page.route('**/api/v1/**', (route) => (['GET', 'HEAD'].includes(route.request().method()) || route.request().url().includes('/sessions') ? route.fallback() : route.abort()))
    for (const at of screens) {
      const address = IDS[at] ? at.replace(/:\w+/, await IDS[at](office, made)) : at
      await t.test(at || 'overview', async (one) => one.diagnostic((await usable(page, address, at || 'overview')).join(', ')))
    }
    await page.context().close()
  })
}
