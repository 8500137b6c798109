/** A PIN that is forgotten, and work that only the server opens. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { bundlesAndOperations, keysOnThePhone } from '../in-page.mjs'
import { USER } from '../server.mjs'
import { NEXT_PIN, quiet, seen, send, stage, tab, visitsOf, waits } from '../stage.mjs'

test('ten wrong PINs wipe what was fetched, and never unsent work', async () => {
  const before = (await visitsOf()).length
  await tab('Danh sách')
  await stage.phone.context.setOffline(true)
  await stage.page.getByRole('button', { name: /^Vắng nhà/ }).first().tap()
  await waits(1)
  await stage.page.reload()
  for (let tries = 1; tries <= 10; tries++) {
    await stage.page.getByLabel('Mã PIN').fill('918273')
    if (tries < 10) await stage.page.getByText(`Còn ${10 - tries} lần`).waitFor()
  }
  await stage.page.getByLabel('Tên đăng nhập').waitFor()
  const bundles = await stage.page.evaluate(bundlesAndOperations)
  assert.equal(bundles[0], 0)
  assert.ok(bundles[1] > 0)
  await stage.phone.context.setOffline(false)
  await stage.page.getByLabel('Tên đăng nhập').fill('canboxa')
  await stage.page.getByLabel('Mật khẩu').fill(stage.server.password)
  await stage.page.getByRole('button', { name: 'Đăng nhập' }).tap()
  await stage.page.getByRole('alert').getByText('đang giữ việc của một người khác').waitFor()
  await stage.page.getByLabel('Tên đăng nhập').fill(USER)
  await stage.page.getByRole('button', { name: 'Đăng nhập' }).tap()
  await stage.page.getByLabel('Mã PIN', { exact: true }).fill(NEXT_PIN)
  await stage.page.getByLabel('Nhập lại mã PIN').fill(NEXT_PIN)
  await stage.page.getByRole('button', { name: 'Tiếp tục' }).tap()
  await stage.page.getByRole('navigation').waitFor()
  await send()
  await quiet()
  assert.equal((await visitsOf()).length, before + 1)
  await tab('Chờ gửi')
  await stage.page.getByText('Những việc này chỉ máy chủ mở được').waitFor()
  await seen('outbox-closed')
})

test('what this phone sealed to the server it cannot open again, whatever it asks for', async () => {
  const { page, server } = stage
  const keys = await page.evaluate(keysOnThePhone)
  assert.ok(keys.includes('pin') && keys.includes('server_key') && !keys.includes('server'), 'no wrapped key but that of the PIN')
  const answers = await page.evaluate(async ({ username, password }) => {
    const headers = { 'content-type': 'application/json' }
    const session = await (await fetch('/api/v1/sessions', { method: 'POST', headers, body: JSON.stringify({ username, password }) })).json()
    const bearer = { ...headers, authorization: `Bearer ${session.access_token}` }
    return (await fetch('/api/v1/sync/manifest', { headers: bearer })).text()
  }, { username: USER, password: server.password })
  assert.match(answers, /public_key/)
  assert.doesNotMatch(answers, /private|secret/)
})

test('the file of unsent work is read by nobody, and arrives from another phone', async () => {
  const { page, phone } = stage
  const before = (await visitsOf()).length
  await tab('Danh sách')
  await phone.context.setOffline(true)
  await page.getByRole('button', { name: /^Vắng nhà/ }).first().tap()
  await waits(1)
  await page.getByRole('link', { name: 'Cài đặt' }).tap()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /^Tạo tệp/ }).tap()])
  const file = await download.path()
  const text = readFileSync(file, 'utf8')
  assert.doesNotMatch(text, /not_home|household/)
  await phone.context.setOffline(false)
  stage.front.fault = 'cut-push'
  await page.getByLabel('Gửi tệp của máy khác').setInputFiles({ name: 'tep.json', mimeType: 'application/json', buffer: Buffer.from(text) })
  await page.getByText('Máy chủ đã nhận 1 việc của tệp').waitFor()
  assert.equal((await visitsOf()).length, before + 1)
  stage.front.fault = null
  await send()
  await quiet()
  assert.equal((await visitsOf()).length, before + 1, 'the phone that did it doubles nothing')
  await tab('Danh sách')
})
