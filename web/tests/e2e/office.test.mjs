/** The office in a real browser against the real server, by people of the board. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { BOARD, looks, startOffice } from './office/world.mjs'
import { PICTURES } from './office/pictures.mjs'
import { replayed } from './office/replay.mjs'

let office, context, page

before(async () => {
  office = await startOffice()
  context = await office.desk.person()
  page = await office.page(context)
})

after(async () => {
  await office?.stop()
})

test('looks as it did, and is accessible, on every screen', { skip: !looks }, async () => {
  const other = await office.page(await office.desk.person())
  const keep = await replayed(other, office.api)
  await office.signIn(other)
  for (const [name, hash, heading, act] of PICTURES) {
    await office.at(other, hash, heading)
    await act?.(other)
    await office.settled(other)
    await office.asKept(other, name)
    await office.accessible(other, name)
  }
  keep()
  // Twice as large on a small screen: everything still in reach, nothing wider than the window.
  await other.setViewportSize({ width: 720, height: 450 })
  for (const [name, hash, heading] of PICTURES.slice(0, 4)) {
    await office.at(other, hash, heading)
    await office.accessible(other, `${name}, twice as large`)
  }
  await other.getByRole('button', { name: 'Danh mục' }).click()
  await other.getByRole('navigation').getByRole('link').first().waitFor()
  await office.asKept(other, 'menu-narrow')
  await other.context().close()
})

test('signs in by keyboard, and goes from the side bar to a row with nothing but keys', async () => {
  await page.goto(`${office.front.url}/office/#/campaigns`)
  await page.getByLabel('Tên đăng nhập').waitFor()
  await office.accessible(page, 'sign-in')
  await office.asKept(page, 'sign-in')
  await page.getByLabel('Tên đăng nhập').focus()
  await page.keyboard.type(BOARD)
  await page.keyboard.press('Tab')
  await page.keyboard.type('không phải mật khẩu này')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').waitFor()
  await page.getByLabel('Mật khẩu').fill(office.server.password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Chiến dịch', level: 1 }).waitFor()
  await page.locator('.row-link').first().waitFor()
  // The first stop is the way past the side bar.
  await page.evaluate(() => document.activeElement?.blur())
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip')
  await page.keyboard.press('Enter')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main')
  for (let stop = 0; stop < 30 && !(await page.evaluate(() => document.activeElement.classList.contains('row-link'))); stop++) await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowDown')
  const wanted = await page.evaluate(() => document.activeElement.textContent)
  assert.notEqual(wanted, await page.locator('.row-link').first().textContent())
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: wanted }).waitFor()
  await page.goBack()
  await page.locator('.row-link').first().waitFor()
})

test('a table says what the API says, narrows in its address, and sorts', async () => {
  await office.at(page, '#/campaigns', 'Chiến dịch')
  const there = await office.api.all(`/campaigns?area_id=${office.api.user.grants[0].area_id}`)
  await page.getByText(`${there.length} dòng`).waitFor()
  assert.deepEqual(await page.locator('tbody th').allInnerTexts(), there.map((row) => row.name))
  await page.getByRole('button', { name: 'Sắp xếp theo Tên' }).or(page.getByRole('button', { name: 'Tên', exact: true })).click()
  const sorted = await page.locator('tbody th').allInnerTexts()
  assert.deepEqual(sorted, [...sorted].sort(new Intl.Collator('vi').compare))
  await page.getByLabel('Tên chiến dịch').fill('boc tham')
  await page.getByText('1 dòng', { exact: true }).waitFor()
  const narrowed = page.url()
  assert.match(narrowed, /q=boc\+tham/)
  const other = await office.page(context)
  await other.goto(narrowed)
  await other.getByText('1 dòng', { exact: true }).waitFor()
  await other.close()
  await page.getByLabel('Tên chiến dịch').fill('không có tên này')
  await page.getByText('Không có dòng nào khớp bộ lọc.').waitFor()
  await page.getByRole('button', { name: 'Bỏ lọc' }).click()
  await page.getByText(`${there.length} dòng`).waitFor()
})

test('the overview says what the API says, and leads to what is below', async () => {
  const area = office.api.user.grants[0].area_id
  await office.at(page, '#/?scheme=bhxh_tn', /^Tổng quan/)
  const year = (await page.getByLabel('Chỉ tiêu đang xem').inputValue()).split('~')[1]
  const plan = await office.api.get(`/target-progress/by-area?area_id=${area}&scheme=bhxh_tn&measure=participants&period=${year}`)
  const vn = (value) => value.toLocaleString('vi-VN', { maximumFractionDigits: 2 })
  const figure = (name) => page.locator('.kpis .figure', { has: page.locator('.figure-label', { hasText: name }) })
  assert.equal(await figure('Tiến độ kế hoạch').locator('b').innerText(), `${vn(plan.own.percent)}\u00a0%`)
  assert.match(await figure('Tiến độ kế hoạch').innerText(), new RegExp(`${vn(plan.own.actual)} trên chỉ tiêu ${vn(plan.own.target)}`))
  const never = await office.api.get(`/never-reached?area_id=${area}`)
  assert.equal(await figure('Hộ chưa gặp được ai').locator('b').innerText(), vn(never.own.never_met))
  const rungs = await page.locator('.chart svg a').evaluateAll((links) => links.map((link) => [...link.querySelectorAll('text')].map((text) => text.textContent).join(': ')))
  assert.deepEqual(rungs, plan.below.slice(0, 8).map((one) => `${one.area_name}: ${vn(one.percent)}\u00a0%`))
  await page.locator('.chart svg a').first().click()
  await page.getByRole('heading', { level: 1, name: `Tổng quan: ${plan.below[0].area_name}` }).waitFor()
  await page.goBack()
})

test('an ended session asks for the password on the same screen, and nothing typed is lost', async () => {
  await office.at(page, '#/campaigns', 'Chiến dịch')
  await page.getByRole('button', { name: 'Lập chiến dịch' }).click()
  const dialog = page.getByRole('dialog', { name: 'Lập chiến dịch' })
  await dialog.getByLabel('Tên', { exact: true }).fill('Đợt thử (dữ liệu mẫu)')
  await dialog.getByLabel('Mã', { exact: true }).fill('MAU-THU')
  const owner = dialog.getByLabel('Cơ quan chủ trì')
  await owner.fill('ban tuyen giao')
  await dialog.getByRole('option', { name: /Ban Tuyên giáo/ }).first().click()
  // Somebody ends every session of this user; the token in the page is worth nothing any more.
  await page.route('**/api/v1/campaigns', (route) => route.fulfill({ status: 401, contentType: 'application/problem+json', json: { type: '/problems/not-signed-in', title: 'Chưa đăng nhập', status: 401, code: 'not-signed-in' } }), { times: 1 })
  office.front.fault = 'signed-out'
  await dialog.getByRole('button', { name: 'Lưu' }).click()
  const ended = page.getByRole('dialog', { name: 'Phiên làm việc đã hết' })
  await ended.waitFor()
  await office.accessible(page, 'session ended')
  office.front.fault = null
  await ended.getByLabel('Mật khẩu').fill(office.server.password)
  await ended.getByRole('button', { name: 'Đăng nhập' }).click()
  // What was pressed before goes on by itself.
  await page.getByRole('heading', { level: 1, name: 'Đợt thử (dữ liệu mẫu)' }).waitFor()
  const made = (await office.api.all('/campaigns')).filter((row) => row.code === 'MAU-THU')
  assert.equal(made.length, 1)
})

test('a refused form says so at its fields and keeps what was typed; a lost answer doubles nothing', async () => {
  await office.at(page, '#/campaigns', 'Chiến dịch')
  await page.getByRole('button', { name: 'Lập chiến dịch' }).click()
  const dialog = page.getByRole('dialog', { name: 'Lập chiến dịch' })
  await dialog.getByLabel('Tên', { exact: true }).fill('Đợt thử hai (dữ liệu mẫu)')
  await dialog.getByLabel('Mã', { exact: true }).fill('mã sai')
  await dialog.getByLabel('Cơ quan chủ trì').fill('ban tuyen giao')
  await dialog.getByRole('option', { name: /Ban Tuyên giáo/ }).first().click()
  await dialog.getByRole('button', { name: 'Lưu' }).click()
  const code = dialog.getByLabel('Mã', { exact: true })
  await dialog.locator('.field .error').waitFor()
  assert.equal(await code.getAttribute('aria-invalid'), 'true')
  await office.accessible(page, 'a refused form')
  await code.fill('MAU-THU-2')
  const keys = []
  let lost = false
  await page.route('**/api/v1/campaigns', async (route) => {
    if (route.request().method() !== 'POST') return route.fallback()
    keys.push(route.request().headers()['idempotency-key'])
    if (lost) return route.fallback()
    lost = true
    await route.fetch()
    return route.abort()
  })
  await dialog.getByRole('button', { name: 'Lưu' }).click()
  await dialog.getByText('Không nhận được trả lời').waitFor()
  await dialog.getByRole('button', { name: 'Lưu' }).click()
  await page.getByRole('heading', { level: 1, name: 'Đợt thử hai (dữ liệu mẫu)' }).waitFor()
  await page.unroute('**/api/v1/campaigns')
  assert.equal(new Set(keys).size, 1)
  assert.equal((await office.api.all('/campaigns')).filter((row) => row.code === 'MAU-THU-2').length, 1)
})

test('shows only what the rights open, and says why another address stays shut', async () => {
  const other = await office.page(await office.desk.person())
  await office.signIn(other, 'nhanvienthu.mau', '#/?area=x')
  // The overview is not for collectors: they begin at the first screen that is.
  await other.getByRole('heading', { name: 'Chiến dịch', level: 1 }).waitFor()
  assert.equal(await other.getByRole('navigation').getByRole('link', { name: 'Tổng quan' }).count(), 0)
  await other.context().close()
  const auditor = await office.page(await office.desk.person())
  await office.signIn(auditor, 'kiemtra', '#/campaigns')
  await auditor.getByRole('heading', { name: 'Tài khoản của bạn không có quyền xem mục này.' }).waitFor()
  await auditor.context().close()
})

test('a second tab needs no password, a shared computer remembers nothing, and signing out ends all tabs', async () => {
  const second = await office.page(context)
  await second.goto(`${office.front.url}/office/#/campaigns`)
  await second.getByRole('heading', { name: 'Chiến dịch', level: 1 }).waitFor()
  await second.getByRole('button', { name: 'Đăng xuất' }).click()
  await page.getByLabel('Tên đăng nhập').waitFor()
  await second.close()
  await page.getByLabel('Tên đăng nhập').fill(BOARD)
  await page.getByLabel('Mật khẩu').fill(office.server.password)
  await page.getByLabel('Máy dùng chung').check()
  await page.getByRole('button', { name: 'Đăng nhập' }).click()
  await page.locator('#side').waitFor()
  assert.equal(await page.evaluate(() => localStorage.getItem('tungnha-office-session')), null)
  await page.reload()
  await page.getByLabel('Tên đăng nhập').waitFor()
})

test('a link of a letter sets a password, and leaves the address', async () => {
  const other = await office.page(await office.desk.person())
  await other.goto(`${office.front.url}/office/#/mat-khau/khong-phai-duong-dan`)
  await other.getByRole('heading', { name: 'Đặt mật khẩu' }).waitFor()
  assert.ok(!other.url().includes('khong-phai'))
  await office.accessible(other, 'new password')
  await other.getByLabel('Mật khẩu mới', { exact: true }).fill('một câu dài dễ nhớ lắm')
  await other.getByLabel('Nhập lại mật khẩu mới').fill('một câu dài dễ nhớ lắm')
  await other.getByRole('button', { name: 'Đặt mật khẩu' }).click()
  await other.getByRole('alert').waitFor()
  await other.context().close()
})
