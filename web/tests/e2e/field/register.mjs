/** Households and people that are entered and corrected; what was begun and not saved. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { button, open, seen, send, sendAll, stage, unlock, waits } from '../stage.mjs'

const field = (name) => stage.page.getByLabel(name, { exact: true })

test('a household is entered at its door without a network, and who is there already is told', async () => {
  const { page, phone, doors } = stage
  await open('/')
  await phone.context.setOffline(true)
  await page.getByRole('link', { name: 'Hộ mới' }).tap()
  await field('Tên hộ (thường là tên chủ hộ)').fill(doors[5].name.toLowerCase())
  await page.getByText('Có thể đã có trên máy:').waitFor()
  await seen('household-alike')
  await page.getByRole('link', { name: doors[5].name }).tap()
  await page.getByRole('heading', { name: doors[5].name, level: 1 }).waitFor()
  await open('/new')
  await page.getByText('Đây là phần đang ghi dở lần trước.').waitFor()
  await field('Tên hộ (thường là tên chủ hộ)').fill('Mai Thị Mới')
  await page.getByText('Có thể đã có trên máy:').waitFor({ state: 'detached' })
  await field('Địa chỉ').fill('Ngõ 9, Tổ 3')
  await field('Họ và tên').fill('Mai Thị Mới')
  await field('Ngày sinh (ngày/tháng/năm, hoặc chỉ năm)').fill('31/2/1970')
  await button('Lưu', true).tap()
  await page.getByText('Ngày sinh chưa đúng').waitFor()
  await field('Ngày sinh (ngày/tháng/năm, hoặc chỉ năm)').fill('3/1970')
  await button('Nữ').tap()
  await seen('household-new')
  await button('Lưu', true).tap()
  await page.getByRole('heading', { name: 'Mai Thị Mới', level: 1 }).waitFor()
  await page.getByText('Mới nhập').waitFor()
  await button('Thêm người').tap()
  await field('Họ và tên').fill('Mai Văn Con')
  await page.getByLabel('Quan hệ với chủ hộ').selectOption('child')
  await button('Lưu', true).tap()
  await page.getByText('Thành viên (2)').waitFor()
  await waits(3)
  await phone.context.setOffline(false)
  await sendAll()
  const made = (await stage.worker.all('/households')).find((one) => one.name === 'Mai Thị Mới')
  const people = await stage.worker.all(`/persons?household_id=${made.id}`)
  assert.deepEqual(people.map((one) => [one.full_name, one.relation]).sort(), [['Mai Thị Mới', 'head'], ['Mai Văn Con', 'child']])
})

test('somebody is corrected, and only what was changed is sent', async () => {
  const { page, doors } = stage
  await open(`/door/${doors[6].id}`)
  await page.getByRole('button', { name: /^Sửa thông tin: / }).first().tap()
  await field('Số CCCD (12 số)').fill('123')
  await button('Lưu', true).tap()
  await page.getByText('Số CCCD phải có 12 chữ số.').waitFor()
  await field('Số CCCD (12 số)').fill('096168000123')
  await button('Nữ').tap()
  await button('Lưu', true).tap()
  await waits(1)
  await sendAll()
  const people = await stage.worker.all(`/persons?household_id=${doors[6].id}`)
  const corrected = people.find((one) => one.sex === 'female')
  assert.match(corrected.citizen_id, /123$/)
  assert.equal(corrected.birth_year, 1968, 'what was not said stays')
})

test('what was begun in a sheet is there again after the phone was locked, and gone when it is thrown away', async () => {
  const { page, doors } = stage
  await open(`/door/${doors[8].id}`)
  await button('Ghi kết quả').tap()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('button', { name: 'Đã nghe tuyên truyền' }).tap()
  await button('Thêm ghi chú').tap()
  await field('Ghi chú').fill('Hỏi lại con gái bà Mẫu')
  await page.waitForFunction(() => new Promise((done) => {
    const asked = indexedDB.open('tungnha-field')
    asked.onsuccess = () => {
      const count = asked.result.transaction('drafts').objectStore('drafts').count()
      count.onsuccess = () => { asked.result.close(); done(count.result > 0) }
    }
  }))
  await page.reload()
  const text = await page.evaluate(() => document.body.innerText)
  assert.ok(!text.includes('con gái'), 'nothing of it shows while locked')
  await unlock()
  await page.getByText('Đang ghi dở').first().waitFor()
  await button('Ghi kết quả').tap()
  await page.getByText('Đây là phần đang ghi dở lần trước.').waitFor()
  assert.equal(await field('Ghi chú').inputValue(), 'Hỏi lại con gái bà Mẫu')
  await seen('sheet-draft')
  await button('Bỏ phần ghi dở').tap()
  await page.getByText('Đang ghi dở').first().waitFor({ state: 'detached' })
  await send()
})

test('what is typed at once stays, however slowly the phone reads what was begun', async () => {
  const { page, doors } = stage
  await open(`/door/${doors[7].id}`)
  await page.evaluate(() => {
    const { addEventListener } = IDBRequest.prototype
    IDBRequest.prototype.addEventListener = function (kind, listener, ...rest) {
      const late = kind === 'success' && this.source?.name === 'drafts'
      addEventListener.call(this, kind, late ? (event) => setTimeout(listener, 400, event) : listener, ...rest)
    }
  })
  await button('Thêm người').tap()
  await field('Họ và tên').fill('Mai Văn Nhanh')
  await page.waitForTimeout(800)
  assert.equal(await field('Họ và tên').inputValue(), 'Mai Văn Nhanh')
  await page.evaluate(() => delete IDBRequest.prototype.addEventListener)
  await button('Thôi').tap()
})
