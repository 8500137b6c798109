/** Taking part, from a household: what it costs and why, and the way to an organisation that collects. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { button, open, seen, sendAll, stage, unlock, waits } from '../stage.mjs'

const next = () => button('Bước sau').tap()
const vnd = (text) => Number(text.replace(/\D/g, ''))

test('a quote is shown line by line as the server gives it, and the household is handed over', async () => {
  const { page, doors, worker, area } = stage
  const door = doors[9]
  await open(`/door/${door.id}`)
  await page.getByRole('link', { name: 'Đăng ký tham gia' }).tap()
  await page.getByText('Hãy chọn ít nhất một người.').waitFor()
  for (const box of await page.getByRole('checkbox').all()) await box.tap()
  await page.getByText(/^Nhóm hỗ trợ của/).first().tap()
  await page.getByRole('button', { name: 'Hộ cận nghèo' }).first().tap()
  await seen('enrol-who')
  await next()
  await page.getByText('Còn thiếu').first().waitFor()
  await seen('enrol-papers')
  const [asked] = await Promise.all([page.waitForRequest(/\/api\/v1\/quotes$/), next()])
  await page.getByText('Cả hộ phải đóng').waitFor()
  await page.getByText(/^Người thứ 2: /).waitFor()
  await page.getByText(/^Nhà nước hỗ trợ · Hộ cận nghèo/).waitFor()
  await page.getByText(/^Theo .*Điều/).first().waitFor()
  const shown = await page.locator('.total b').innerText()
  const quote = await worker.post('/quotes', asked.postDataJSON())
  assert.deepEqual(quote.members.map((member) => member.months), [12, 12])
  assert.equal(vnd(shown), quote.payable_vnd, 'to the đồng')
  await seen('enrol-money')
  await next()
  await page.getByRole('radio').first().waitFor()
  await page.getByLabel('Nhắn tổ chức thu').fill('Đến sau 17 giờ')
  await button('Bàn giao', true).tap()
  await page.getByText('Chờ tổ chức thu nhận').waitFor()
  await waits(2)
  await sendAll()
  const [given] = await worker.all(`/hand-overs?household_id=${door.id}`)
  assert.deepEqual([given.state, given.note, given.schemes, given.person_ids.length], ['open', 'Đến sau 17 giờ', ['bhyt_hgd'], 2])
  const [kept] = await worker.all(`/kept-quotes?area_id=${area}`)
  assert.equal(kept.shown_vnd ?? quote.payable_vnd, quote.payable_vnd)
  await open(`/door/${door.id}`)
  await page.getByRole('heading', { name: 'Bàn giao và đăng ký của hộ' }).waitFor()
})

test('without a network there is no amount, the wish is kept through a lock, and goes out without a price', async () => {
  const { page, phone, doors, worker } = stage
  const door = doors[10]
  await phone.context.setOffline(true)
  await open(`/enrol/${door.id}`)
  await button('BHXH tự nguyện').tap()
  await page.getByRole('checkbox').first().tap()
  await page.getByText('Hãy ghi mức thu nhập chọn đóng.').waitFor()
  await page.getByLabel('Mức thu nhập chọn đóng').fill('3000000')
  await button('3 tháng').tap()
  await next()
  await next()
  await page.getByText('Ứng dụng không đoán số tiền.').waitFor()
  assert.equal(await page.locator('.total').count(), 0, 'no amount is made up')
  await seen('enrol-offline')
  await page.reload()
  await unlock()
  await page.getByText('Đây là phần đang ghi dở lần trước.').waitFor()
  await page.getByText('Ứng dụng không đoán số tiền.').waitFor()
  await next()
  await page.getByRole('radio').first().tap()
  await button('Bàn giao', true).tap()
  await waits(2)
  await phone.context.setOffline(false)
  await sendAll()
  const [given] = await worker.all(`/hand-overs?household_id=${door.id}`)
  assert.deepEqual(given.schemes, ['bhxh_tn'])
})

test('what was handed over by mistake is taken back', async () => {
  const { page, doors, worker } = stage
  await open(`/door/${doors[10].id}`)
  await button('Rút bàn giao').tap()
  await sendAll()
  const [given] = await worker.all(`/hand-overs?household_id=${doors[10].id}`)
  assert.equal(given.state, 'withdrawn')
  await page.getByText('Đã rút', { exact: true }).waitFor()
})
