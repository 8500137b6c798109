/** A collector: what was handed over, signing up, the money against a receipt, and who is due again. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { day, signedIn } from '../server.mjs'
import { arrive, button, leave, quiet, seen, send, sendAll, stage, tab, usableAtTwice, waits } from '../stage.mjs'

const next = () => button('Bước sau').tap()
let collector
const stepsOf = async (person) => (await collector.all(`/enrolments?person_id=${person}`)).map((one) => one.status)

/** Voluntary insurance for this month, paid at the desk: what is due again soon. */
async function paidForAMonth(person, area) {
  await collector.patch(`/persons/${person.id}`, { sex: 'male', citizen_id: '096068000777', relation: 'head' })
  const kept = await collector.post('/kept-quotes', { question: { scheme: 'bhxh_tn', area_id: area, method: 'month', income_vnd: 3_000_000 } })
  const organisation_id = collector.user.grants[0].organisation_id
  const made = await collector.post('/enrolments', { kept_quote_id: kept.id, member_key: 'self', person_id: person.id, organisation_id, source: { kind: 'own_initiative' } })
  await collector.post(`/enrolments/${made.id}/declare`, {})
  await collector.post(`/enrolments/${made.id}/pay`, { receipt_number: 'BL-0900', receipt_on: day(0), paid_on: day(0), amount_vnd: kept.payable_vnd })
}

test('a household that was handed over is accepted and signed up, and the money taken against a receipt', async () => {
  const { page, server, doors } = stage
  const door = doors[9]
  await leave()
  await arrive('nhanvienthu')
  await quiet()
  collector = await signedIn(server, 'nhanvienthu')
  await tab('Thu')
  await page.getByRole('heading', { name: 'Hộ được bàn giao (1)' }).waitFor()
  await page.getByText('Đến sau 17 giờ').waitFor()
  await seen('sales')
  await button('Nhận', true).tap()
  await page.getByText('Nhân viên thu đã nhận').waitFor()
  await sendAll()
  const people = await collector.all(`/persons?household_id=${door.id}`)
  // The papers are made whole at the desk.
  for (const [place, person] of people.entries()) {
    await collector.patch(`/persons/${person.id}`, { sex: 'female', citizen_id: `09616800010${place}`, relation: place === 0 ? 'head' : 'child' })
  }
  await sendAll()
  await button('Đăng ký tham gia').tap()
  await page.getByText('Hãy chọn ít nhất một người.').waitFor()
  for (const box of await page.getByRole('checkbox').all()) await box.tap()
  await next()
  await page.getByText('Đủ thông tin').nth(1).waitFor()
  await next()
  await page.getByText('Cả hộ phải đóng').waitFor()
  await next()
  await page.getByText('Đăng ký qua Tổ chức dịch vụ thu Mẫu').waitFor()
  await button('Đăng ký', true).tap()
  await waits(5)
  await sendAll()
  for (const { id } of people) assert.deepEqual(await stepsOf(id), ['declared'])
  await tab('Thu')
  await page.getByRole('heading', { name: 'Đăng ký đang làm (2)' }).waitFor()
  await seen('sales-signups')
  await usableAtTwice('what is to be collected')
  const [first] = await collector.all(`/enrolments?person_id=${people[0].id}`)
  await page.locator('.ops li', { hasText: people[0].full_name }).getByRole('button', { name: 'Thu tiền' }).tap()
  await button(/^Thu đúng/).tap()
  await page.getByText('Hãy ghi số phiếu thu.').waitFor()
  await page.getByLabel('Số phiếu thu').fill('BL-0001')
  await seen('pay')
  await usableAtTwice('taking money')
  await button(/^Thu đúng/).tap()
  await page.getByText('Phiếu thu BL-0001').waitFor()
  await sendAll()
  const paid = await collector.get(`/enrolments/${first.id}`)
  assert.deepEqual([paid.status, paid.money.receipt.number, paid.money.receipt.amount_vnd], ['paid', 'BL-0001', paid.money.payable_vnd])
})

test('a receipt number that was used is refused with the reason, and the money waits for the right one', async () => {
  const { page } = stage
  await tab('Thu')
  await button('Thu tiền').first().tap()
  await page.getByLabel('Số phiếu thu').fill('bl 0001')
  await button(/^Thu đúng/).tap()
  await send()
  await page.locator('.badge.bad').waitFor()
  await tab('Chờ gửi')
  await page.locator('.ops .note.bad').first().waitFor()
  await button('Đã xem').tap()
  await tab('Thu')
  await button('Thu tiền').first().waitFor()
})

test('a promise is withdrawn with a reason, and can be taken back for ten seconds', async () => {
  const { page } = stage
  await tab('Thu')
  await button('Hủy đăng ký').first().tap()
  await button('Đi nước ngoài').tap()
  await waits(1)
  await button('Hoàn tác').tap()
  await page.locator('.badge').waitFor({ state: 'detached' })
  await button('Thu tiền').first().waitFor()
})

test('who will not renew is said with the reason, and opened again', async () => {
  const { page, doors, area } = stage
  const [person] = await collector.all(`/persons?household_id=${doors[12].id}`)
  await paidForAMonth(person, area)
  await tab('Thu')
  await sendAll()
  await page.getByRole('heading', { name: 'Gia hạn (1)' }).waitFor()
  await button('Không gia hạn').tap()
  await button('Đi nước ngoài').tap()
  await button('Mở lại').waitFor()
  await sendAll()
  await button('Mở lại').tap()
  await button('Gia hạn', true).waitFor()
  await sendAll()
})
