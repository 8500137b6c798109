/** What all tests of the field app share: one server, one phone, one page, and what people do on every screen. */
import { accessible, becomes, fits, looksTheSame, startPhone, VIEW } from './browser.mjs'
import { KIND } from './databases.mjs'
import { startFront } from './front.mjs'
import { walkedByKeys } from './keys.mjs'
import { households, signedIn, startServer, USER } from './server.mjs'

export const PIN = '402817'
/** After the first was forgotten. */
export const NEXT_PIN = '730196'
export const COLLECTOR = 'nhanvienthu'
export const COUNT = 28
/** Pictures and accessibility need looking at once, not on both databases. */
export const looks = KIND === 'sqlite'
/** So long before midnight of Viet Nam nothing is begun: the day would change under the tests. */
const NEAR_MIDNIGHT_MS = 5 * 60_000

/** The page changes hands when the app is closed and opened. */
export const stage = { server: null, front: null, phone: null, page: null, doors: [], worker: null, area: null, errors: [] }

/** How long until the day is another one in Viet Nam. */
const untilMidnight = () => 86_400_000 - ((Date.now() + 7 * 3_600_000) % 86_400_000)

/** Over midnight, when it is near. */
export async function beforeMidnight() {
  if (untilMidnight() < NEAR_MIDNIGHT_MS) await new Promise((done) => setTimeout(done, untilMidnight() + 1_000))
}

export async function setUp() {
  await beforeMidnight()
  stage.server = await startServer()
  stage.worker = await signedIn(stage.server, USER)
  stage.area = stage.worker.user.grants[0].area_id
  stage.doors = households(stage.area, COUNT)
  await stage.worker.push(stage.doors.flatMap((door) => door.ops))
  stage.front = await startFront(stage.server)
  console.log(stage.front.own ? 'the server was built without the app: dist/ is served beside it' : 'the app as the server serves it')
  stage.phone = await startPhone()
  stage.page = stage.phone.context.pages()[0]
  watch(stage.page)
}

export async function tearDown() {
  await stage.phone?.stop()
  await stage.front?.stop()
  await stage.server?.stop()
}

export const seen = async (name) => {
  if (!looks) return
  await accessible(stage.page, name)
  await looksTheSame(stage.page, name)
}
/** The screen that is open, at twice the size: whole, and every control reached without a finger. */
export async function usableAtTwice(name) {
  if (!looks) return
  const { page } = stage
  // What comes in with a sync moves what is on the screen, and the focus with it.
  await page.locator('.sync.calm').waitFor()
  await page.setViewportSize({ width: VIEW.width / 2, height: VIEW.height / 2 })
  try {
    // The screen takes its new size in its own time.
    await becomes(() => page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), true, `${name} at twice the size: wider than the screen`)
    await fits(page, `${name} at twice the size`)
    await walkedByKeys(page, `${name} at twice the size`)
  } finally {
    await page.setViewportSize(VIEW)
  }
}
export const watch = (one) => {
  one.on('pageerror', (error) => stage.errors.push(String(error)))
  one.on('console', (message) => {
    // A browser calls every lost answer an error; the app says it in words.
    if (message.type() === 'error' && !/Failed to load resource|net::ERR/.test(message.text())) stage.errors.push(message.text())
  })
}
export const unlock = async (one = stage.page, pin = PIN) => {
  await one.getByLabel('Mã PIN').fill(pin)
  await one.getByRole('navigation').waitFor()
}
export const open = (hash) => stage.page.goto(`${stage.front.url}/field/#${hash}`)
export const tab = (name) => stage.page.getByRole('navigation').getByRole('link', { name }).tap()
export const button = (name, exact = false) => stage.page.getByRole('button', { name, exact })
export const visitsOf = async () => stage.worker.all('/visits')
export const quiet = (one = stage.page, timeout = 30_000) =>
  one.waitForFunction(() => !document.querySelector('.badge') && document.querySelector('.sync.calm'), undefined, { timeout })
/** Waiting things, as the tab says. */
export const waits = (count) => stage.page.locator('.badge', { hasText: new RegExp(`^${count}$`) }).waitFor()
/** Somebody presses the state of the network: everything goes now. */
export const send = (one = stage.page) => one.locator('.sync').tap()
/** All that waits goes, and is answered. */
export const sendAll = async () => {
  await Promise.all([stage.page.waitForResponse(/\/sync\/pull/), send()])
  await quiet()
}

/** Signs in on a phone that nobody uses, or whose PIN is forgotten. */
export async function arrive(username, pin = PIN) {
  const { page, server } = stage
  await page.getByLabel('Tên đăng nhập').fill(username)
  await page.getByLabel('Mật khẩu').fill(server.password)
  await button('Đăng nhập').tap()
  await page.getByLabel('Mã PIN', { exact: true }).fill(pin)
  await page.getByLabel('Nhập lại mã PIN').fill(pin)
  await button('Tiếp tục').tap()
  await page.getByRole('navigation').waitFor()
}

/** Everything goes from the phone, as its user wants. */
export async function leave() {
  await open('/settings')
  await button('Đăng xuất và xóa').tap()
  await stage.page.getByRole('alert').getByRole('button', { name: 'Đăng xuất và xóa' }).tap()
  await stage.page.getByLabel('Tên đăng nhập').waitFor()
}
