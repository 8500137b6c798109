/** What all tests of the office share: one server, with the small sample unless another is wanted, one browser, somebody of the board who is signed in. */
import assert from 'node:assert/strict'
import { accessible, asKept, startDesk } from '../browser.mjs'
import { KIND } from '../databases.mjs'
import { startFront } from '../front.mjs'
import { signedIn, startServer } from '../server.mjs'

export const BOARD = 'bantuyengiao.mau'
/** Pictures and accessibility need looking at once, not on both databases. */
export const looks = KIND === 'sqlite'

export async function startOffice(sample = 'small', board = BOARD) {
  const server = await startServer(sample)
  const front = await startFront(server)
  const desk = await startDesk()
  const office = {
    server,
    front,
    desk,
    errors: [],
    api: await signedIn(server, board),
    /** Somebody else changes a thing meanwhile, over the API. */
    async change(at, fields) {
      const headers = { authorization: `Bearer ${office.api.token}`, 'content-type': 'application/json' }
      const etag = (await fetch(`${server.url}/api/v1${at}`, { headers })).headers.get('etag')
      const answer = await fetch(`${server.url}/api/v1${at}`, { method: 'PATCH', headers: { ...headers, 'if-match': etag }, body: JSON.stringify(fields) })
      assert.equal(answer.status, 200, await answer.text())
    },
    /** A page whose complaints are kept. */
    async page(context) {
      const page = await context.newPage()
      page.on('pageerror', (error) => office.errors.push(String(error)))
      page.on('console', (message) => {
        // A browser calls every refusal and every lost answer an error; the app says them in words.
        if (message.type() === 'error' && !/Failed to load resource|net::ERR/.test(message.text())) office.errors.push(message.text())
      })
      return page
    },
    async signIn(page, user = BOARD, hash = '') {
      await page.goto(`${front.url}/office/${hash}`)
      await page.getByLabel('Tên đăng nhập').fill(user)
      await page.getByLabel('Mật khẩu').fill(server.password)
      await page.getByRole('button', { name: 'Đăng nhập' }).click()
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.locator('#side').waitFor({ state: 'attached' })
    },
    /** Goes to a screen and waits until all of it is there. */
    async at(page, hash, heading) {
      await page.evaluate((to) => (location.hash = to), hash)
      await page.getByRole('heading', { level: 1, name: heading }).waitFor()
      await office.settled(page)
    },
    /** Nothing is loading any more. */
    settled: (page) => page.waitForFunction(() => !document.querySelector('.waiting, main > [role=status]')),
    async accessible(page, name) {
      if (looks) await accessible(page, name)
    },
    async asKept(page, name, mask) {
      if (looks) await asKept(page, `office-${name}`, mask)
    },
    async stop() {
      await desk.stop()
      await front.stop()
      await server.stop()
      assert.deepEqual(office.errors, [])
    },
  }
  return office
}
