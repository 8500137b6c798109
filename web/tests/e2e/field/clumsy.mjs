/** Fingers that tremble, the way back in the wrong moment, midnight, and a second tab: nothing is done twice, nothing is lost. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { becomes } from '../browser.mjs'
import { USER } from '../server.mjs'
import { arrive, button, leave, NEXT_PIN, open, quiet, sendAll, stage, tab, unlock, visitsOf, waits, watch } from '../stage.mjs'

const ONCE = 'Hộ Ghi Một Lần'

test('a finger that trembles notes one visit at one door', async () => {
  await open('/')
  const before = (await visitsOf()).length
  await stage.page.evaluate(() => {
    const { click } = HTMLElement.prototype
    const target = document.querySelector('.card.next .btn.ghost')
    click.call(target)
    click.call(target)
  })
  await waits(1)
  await sendAll()
  assert.equal((await visitsOf()).length, before + 1)
})

test('what was done and taken back may be done again at once', async () => {
  await button(/^Vắng nhà/).first().tap()
  await waits(1)
  await button('Hoàn tác').tap()
  await stage.page.locator('.badge').waitFor({ state: 'detached' })
  await button(/^Vắng nhà/).first().tap()
  await waits(1)
  await button('Hoàn tác').tap()
  await stage.page.locator('.badge').waitFor({ state: 'detached' })
})

test('a form that is sent twice enters one household', async () => {
  await open('/new')
  await stage.page.getByLabel('Tên hộ').fill(ONCE)
  await stage.page.locator('form').evaluate((form) => {
    form.requestSubmit()
    form.requestSubmit()
  })
  await stage.page.getByRole('heading', { level: 1, name: ONCE }).waitFor()
  await sendAll()
  assert.equal((await stage.worker.all('/households')).filter((one) => one.name === ONCE).length, 1)
})

test('the way back leaves a sheet, and what it held is there again', async () => {
  const { page } = stage
  await tab('Kết quả')
  await tab('Danh sách')
  const note = button(/^Ghi kết quả/)
  await note.tap()
  await page.getByRole('dialog').getByRole('button', { name: 'Từ chối' }).tap()
  await page.goBack()
  await page.getByRole('heading', { name: 'Kết quả hôm nay' }).waitFor()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.goForward()
  await note.tap()
  await page.getByRole('dialog').getByText('Khó khăn về tiền').waitFor()
  // By Escape, as often as somebody likes, and by the button: it opens again, and the focus is where it was.
  for (const go of [() => page.keyboard.press('Escape'), () => page.keyboard.press('Escape'), () => page.getByRole('dialog').getByRole('button', { name: 'Đóng', exact: true }).tap()]) {
    if (!(await page.getByRole('dialog').count())) await note.tap()
    await go()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await becomes(() => note.evaluate((node) => node === document.activeElement), true, 'the focus is where it was')
  }
  await note.tap()
  await page.getByRole('dialog').getByRole('button', { name: 'Bỏ phần ghi dở' }).tap()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
})

test('after midnight no door is done any more', async () => {
  const { page, phone } = stage
  await tab('Danh sách')
  await button(/^Việc hôm nay/).tap()
  await becomes(async () => (await page.locator('.card.done').count()) > 0, true)
  await phone.context.setOffline(true)
  await page.evaluate(() => {
    const real = Date.now
    Date.now = () => real() + 86_400_000
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await becomes(() => page.locator('.progress b').innerText(), '0')
  assert.equal(await page.locator('.card.done').count(), 0)
  await page.reload()
  await phone.context.setOffline(false)
  await unlock(page, NEXT_PIN)
  await quiet()
})

test('who leaves in one tab has left in the other', async () => {
  const { page, phone, front } = stage
  const other = await phone.context.newPage()
  watch(other)
  await other.goto(`${front.url}/field/`)
  await unlock(other, NEXT_PIN)
  await button(/^Vắng nhà/).first().tap()
  await waits(1)
  await open('/settings')
  await button('Đăng xuất và xóa').tap()
  // Unsent work is named before it goes; the way back is the first.
  await page.getByRole('alert').getByText(/1 việc/).waitFor()
  await page.getByRole('alert').getByRole('button').first().tap()
  await sendAll()
  await leave()
  await other.getByLabel('Tên đăng nhập').waitFor()
  assert.equal(await other.getByRole('navigation').count(), 0)
  await other.close()
  await arrive(USER)
  await quiet()
})
