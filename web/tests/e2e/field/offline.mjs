/** Without a network, and with answers that are lost: nothing is lost, nothing doubled, and the screen says so. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessible, becomes } from '../browser.mjs'
import { everythingStored } from '../in-page.mjs'
import { signedIn, USER } from '../server.mjs'
import { looks, quiet, seen, send, stage, tab, unlock, visitsOf, waits, watch } from '../stage.mjs'

test('works without a network, also when it was closed and opened again', async () => {
  await stage.phone.context.setOffline(true)
  await stage.page.getByText('Ngoại tuyến').waitFor()
  await stage.page.getByRole('button', { name: 'Chọn nhiều' }).tap()
  const boxes = stage.page.locator('.card:not(.done) input[type=checkbox]')
  for (const place of [0, 1, 2]) await boxes.nth(place).tap()
  await seen('choosing')
  await stage.page.getByRole('button', { name: 'Không gặp ai' }).tap()
  await waits(3)
  await stage.page.getByRole('button', { name: /^Ghi kết quả/ }).tap()
  await stage.page.getByRole('dialog').getByRole('button', { name: 'Hẹn lại' }).tap()
  await stage.page.getByRole('button', { name: 'Ngày mai' }).tap()
  await stage.page.getByText('Từng người muốn tham gia gì?').tap()
  await stage.page.getByRole('button', { name: 'Muốn' }).first().tap()
  await stage.page.getByRole('button', { name: 'Thêm ghi chú' }).tap()
  await stage.page.getByLabel('Ghi chú').fill('Hẹn gặp bà Mẫu sau vụ lúa')
  await stage.page.getByRole('button', { name: 'Lưu, sang hộ tiếp theo' }).tap()
  await waits(4)
  await stage.page.close()
  stage.page = await stage.phone.context.newPage()
  watch(stage.page)
  await stage.page.goto(`${stage.front.url}/field/`)
  await stage.page.getByText('Còn 4 việc chưa gửi').waitFor()
  await seen('locked')
})

test('while it is locked nothing personal can be read on the phone', async () => {
  const stored = await stage.page.evaluate(everythingStored)
  assert.ok(stored.length > 10_000, 'something was read at all')
  for (const secret of ['Nguyễn', 'Phượng', 'Mẫu Con', 'Ngõ 12', 'vụ lúa', '0912', USER, 'tinhnguyen', 'appointment']) {
    // The list of outcomes names each of them; nobody is named beside it.
    const text = secret === 'appointment' ? stored.replaceAll('code=appointment', '') : stored
    assert.ok(!text.includes(secret), `${secret} lies open`)
  }
  assert.ok(stage.front.requests.every((request) => !/Nguy|0912|vụ/.test(decodeURIComponent(request))), 'nor in an address')
})

test('back online everything arrives once, and the screen says what the API says', async () => {
  await unlock()
  await waits(4)
  await stage.phone.context.setOffline(false)
  await send()
  await quiet()
  const visits = await visitsOf()
  assert.equal(visits.length, 7)
  const promised = visits.find((visit) => visit.outcome === 'appointment')
  assert.equal(promised.interests[0].interest, 'yes')
  assert.equal(promised.note, 'Hẹn gặp bà Mẫu sau vụ lúa')
  await tab('Kết quả')
  await stage.page.getByRole('heading', { name: 'Kết quả hôm nay' }).waitFor()
  await becomes(() => stage.page.locator('.figures dd').allInnerTexts(), ['7', '2', '0'])
  await seen('results')
  await tab('Chờ gửi')
  await stage.page.getByText('Mọi việc đã ghi đều đã được máy chủ trả lời.').waitFor()
  await seen('outbox')
})

test('an answer that is lost after the commit doubles nothing', async () => {
  await tab('Danh sách')
  stage.front.fault = 'lose-answer'
  await stage.page.getByRole('button', { name: /^Vắng nhà/ }).first().tap()
  await send()
  await stage.page.waitForFunction(() => document.querySelector('.sync')?.textContent?.includes('Ngoại tuyến') || !document.querySelector('.badge'))
  await send()
  await quiet()
  assert.equal((await visitsOf()).length, 8)
})

test('two tabs send once, and the one shows what the other did', async () => {
  const other = await stage.phone.context.newPage()
  watch(other)
  await other.goto(`${stage.front.url}/field/`)
  await unlock(other)
  await quiet(other)
  await other.getByRole('button', { name: /^Vắng nhà/ }).first().tap()
  await waits(1)
  await stage.page.getByRole('button', { name: /^Vắng nhà/ }).first().tap()
  await other.locator('.badge', { hasText: /^2$/ }).waitFor()
  await Promise.all([send(stage.page), send(other)])
  await Promise.all([quiet(stage.page), quiet(other)])
  assert.equal((await visitsOf()).length, 10)
  await other.close()
})

test('a server that dies while somebody sends loses and doubles nothing', async () => {
  await stage.page.getByRole('button', { name: /^Vắng nhà/ }).first().tap()
  await stage.server.kill()
  await send()
  await stage.page.getByText('Ngoại tuyến').waitFor()
  await waits(1)
  await stage.server.start()
  stage.worker = await signedIn(stage.server, USER)
  await send()
  await quiet()
  assert.equal((await visitsOf()).length, 11)
})

test('a clock that is wrong by days and a phone that is nearly full are told, and nothing stops', async () => {
  await stage.page.evaluate(() => {
    const real = Date.now
    Date.now = () => real() - 3 * 86_400_000
    navigator.storage.estimate = async () => ({ usage: 95, quota: 100 })
  })
  await send()
  await stage.page.getByText('Đồng hồ của máy chậm 4.320 phút').waitFor()
  await stage.page.getByText('Bộ nhớ dành cho ứng dụng đã dùng 95 %').waitFor()
  if (looks) await accessible(stage.page, 'warnings')
  await stage.page.reload()
  await unlock()
})

test('a phone without room says that nothing was saved, and saves when there is room again', async () => {
  const { page } = stage
  const before = (await visitsOf()).length
  await page.evaluate(() => {
    const real = IDBObjectStore.prototype.add
    globalThis.giveRoom = () => (IDBObjectStore.prototype.add = real)
    IDBObjectStore.prototype.add = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
  })
  await page.getByRole('button', { name: /^Vắng nhà/ }).first().tap()
  await page.getByText('Chưa lưu được: máy hết chỗ trống.').waitFor()
  assert.equal(await page.locator('.toast').count(), 0, 'nothing is said to be saved')
  await page.evaluate(() => globalThis.giveRoom())
  await page.getByRole('button', { name: 'Đóng' }).tap()
  await page.getByRole('button', { name: /^Vắng nhà/ }).first().tap()
  await waits(1)
  await send()
  await quiet()
  assert.equal((await visitsOf()).length, before + 1)
})

test('an ended session asks for the password and keeps everything', async () => {
  await tab('Danh sách')
  await stage.page.getByRole('button', { name: /^Vắng nhà/ }).first().tap()
  await waits(1)
  await stage.page.reload()
  stage.front.fault = 'signed-out'
  await unlock()
  await stage.page.getByText('Cần đăng nhập lại để gửi.').waitFor()
  await waits(1)
  await seen('sign-in-again')
  stage.front.fault = null
  await stage.page.getByLabel(/^Mật khẩu của/).fill(stage.server.password)
  await stage.page.getByRole('button', { name: 'Đăng nhập', exact: true }).tap()
  await stage.page.getByText('Cần đăng nhập lại để gửi.').waitFor({ state: 'detached' })
  await send()
  await quiet()
  assert.equal((await visitsOf()).length, 13)
})

test('a newer app is taken when somebody says so, with the work that waits', async () => {
  await stage.phone.context.setOffline(true)
  await stage.page.getByRole('button', { name: /^Vắng nhà/ }).first().tap()
  await waits(1)
  await stage.phone.context.setOffline(false)
  stage.front.fault = 'cut'
  stage.front.newer = (text) => `${text}\n// newer`
  await stage.page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()))
  await stage.page.getByText('Có bản mới của ứng dụng').waitFor()
  await Promise.all([stage.page.waitForEvent('load'), stage.page.getByRole('button', { name: 'Cập nhật' }).tap()])
  await unlock()
  await waits(1)
  stage.front.fault = null
  await send()
  await quiet()
  assert.equal((await visitsOf()).length, 14)
})
