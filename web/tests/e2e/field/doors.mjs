/** At doors: the list, the sheet, the undo. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessible, asKept, becomes } from '../browser.mjs'
import { USER } from '../server.mjs'
import { COUNT, looks, PIN, quiet, seen, send, stage, visitsOf, waits } from '../stage.mjs'

test('signs in, chooses a PIN and fetches what the API has', async () => {
  await stage.page.goto(`${stage.front.url}/field/`)
  await stage.page.getByLabel('Tên đăng nhập').waitFor()
  await seen('sign-in')
  await stage.page.getByLabel('Tên đăng nhập').fill(USER)
  await stage.page.getByLabel('Mật khẩu').fill('sai mật khẩu')
  await stage.page.getByRole('button', { name: 'Đăng nhập' }).tap()
  await stage.page.getByRole('alert').waitFor()
  await stage.page.getByLabel('Mật khẩu').fill(stage.server.password)
  await stage.page.getByRole('button', { name: 'Đăng nhập' }).tap()
  await stage.page.getByRole('heading', { name: 'Đặt mã PIN' }).waitFor()
  await stage.page.getByLabel('Mã PIN', { exact: true }).fill('123456')
  await stage.page.getByLabel('Nhập lại mã PIN').fill('123456')
  await stage.page.getByRole('button', { name: 'Tiếp tục' }).tap()
  await stage.page.getByText('dễ đoán').waitFor()
  await seen('new-pin')
  await stage.page.getByLabel('Mã PIN', { exact: true }).fill(PIN)
  await stage.page.getByLabel('Nhập lại mã PIN').fill(PIN)
  // At first no answer comes, then it is long in coming.
  stage.front.fault = 'cut'
  await stage.page.getByRole('button', { name: 'Tiếp tục' }).tap()
  await stage.page.getByText('Chưa có dữ liệu trên máy').waitFor()
  await stage.page.getByText('Ngoại tuyến').waitFor()
  await seen('list-failing')
  stage.front.fault = null
  stage.front.hold = /\/sync\/pull$/
  await send()
  await stage.page.getByText('Đang gửi…').waitFor()
  if (looks) {
    await accessible(stage.page, 'before anything was fetched')
    await asKept(stage.page, 'list-loading', [stage.page.locator('.top-row p:not(.h1)')])
  }
  stage.front.hold = null
  await quiet()
  const there = await stage.worker.all('/households')
  await stage.page.getByRole('button', { name: `Tất cả ${there.length}` }).waitFor()
  assert.equal(there.length, COUNT)
  await stage.page.evaluate(() => navigator.serviceWorker.ready)
  await stage.page.waitForFunction(() => navigator.serviceWorker.controller)
  await seen('list')
})

test('finds without accents, and filters', async () => {
  await stage.page.getByRole('button', { name: 'Tìm' }).tap()
  await stage.page.getByRole('searchbox').fill('dang mau 06')
  await stage.page.getByText('1 hộ', { exact: true }).waitFor()
  await seen('search')
  await stage.page.getByRole('searchbox').fill('không có ai tên này')
  await stage.page.getByText('Không tìm thấy hộ nào.').waitFor()
  await seen('nothing-found')
  await stage.page.getByRole('searchbox').fill('')
  await stage.page.getByRole('button', { name: 'Tìm' }).tap()
  await stage.page.getByRole('button', { name: /^Sắp hết hạn 7$/ }).tap()
  await becomes(() => stage.page.locator('.card').count(), 7)
  await stage.page.getByRole('button', { name: /^Đến hẹn 5$/ }).tap()
  await becomes(() => stage.page.locator('.card').count(), 5)
  await stage.page.getByRole('button', { name: /^Việc hôm nay/ }).tap()
})

test('nobody home takes two taps at the most, met and refused four', async () => {
  const next = () => stage.page.locator('.card.next .name').innerText()
  const first = await next()
  let taps = 0
  const tap = async (target) => {
    taps += 1
    await target.tap()
  }
  await tap(stage.page.getByRole('button', { name: /^Ghi kết quả/ }))
  await stage.page.getByRole('dialog').waitFor()
  await seen('sheet')
  await tap(stage.page.getByRole('dialog').getByRole('button', { name: 'Không gặp ai' }))
  await stage.page.locator('.toast').waitFor()
  assert.equal(taps, 2, 'nobody home, from the sheet')
  await becomes(async () => (await next()) !== first, true, 'the next door opens by itself')
  await seen('saved')

  taps = 0
  const second = await next()
  await tap(stage.page.getByRole('button', { name: /^Vắng nhà/ }).first())
  assert.equal(taps, 1, 'nobody home, from the card')
  await becomes(async () => (await next()) !== second, true, 'and the one after it')

  taps = 0
  await tap(stage.page.getByRole('button', { name: /^Ghi kết quả/ }))
  await tap(stage.page.getByRole('dialog').getByRole('button', { name: 'Từ chối' }))
  await seen('sheet-refused')
  await tap(stage.page.getByRole('dialog').getByRole('button', { name: 'Khó khăn về tiền' }))
  await tap(stage.page.getByRole('button', { name: 'Lưu, sang hộ tiếp theo' }))
  await stage.page.getByRole('dialog').waitFor({ state: 'detached' })
  assert.equal(taps, 4, 'met and refused, with a reason')
  await send()
  await quiet()
  const noted = await visitsOf()
  assert.equal(noted.length, 3)
  assert.equal(noted.find((visit) => visit.outcome === 'refused').reason, 'money')
})

test('what was done can be taken back for ten seconds, and then nobody hears of it', async () => {
  await stage.page.getByRole('button', { name: /^Vắng nhà/ }).first().tap()
  await waits(1)
  await stage.page.getByRole('button', { name: 'Hoàn tác' }).tap()
  await stage.page.locator('.badge').waitFor({ state: 'detached' })
  await send()
  await quiet()
  assert.equal((await visitsOf()).length, 3)
})
