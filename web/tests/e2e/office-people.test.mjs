/** The office's administration in a real browser against the real server: people, conflicts, users, audit, phones, rates, enrolments, lists. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { handsOf } from './office/hands.mjs'
import { lawTests } from './office/law.mjs'
import { cases } from './office/phones.mjs'
import { registerTests } from './office/register.mjs'
import { replayed } from './office/replay.mjs'
import { looks, startOffice } from './office/world.mjs'
import { day, signedIn } from './server.mjs'

const NAME = 'Mẫu Thử Đặng Trùng'
let office, page, made
/** The same, for the tests that stand in files of their own. */
const at = { name: NAME }
const { button, dialog, said } = handsOf(at)

before(async () => {
  office = await startOffice()
  made = await cases(await signedIn(office.server, 'tinhnguyen.mau'), office.server.url)
  page = await office.page(await office.desk.person())
  await office.signIn(page, undefined, '#/people')
  Object.assign(at, { office, made, page })
})

after(async () => {
  await office?.stop()
})

/** Name, address, heading, what is done before. */
const PICTURES = [
  ['people', '#/people', 'Người và hộ'],
  ['households', '#/people?view=households', 'Người và hộ'],
  ['person', () => `#/people/${made.one}`, NAME],
  ['reveal', () => `#/people/${made.again}`, NAME, (other) => button('Xem đầy đủ: Điện thoại', other).click()],
  ['merge', () => `#/people/${made.one}`, NAME, (other) => button('So sánh', other).click()],
  ['conflicts', '#/conflicts', 'Xung đột'],
  ['refused', '#/refused', 'Bị từ chối, cách ly'],
  ['users', '#/users', 'Người dùng'],
  ['user', async () => `#/users/${(await office.api.all('/users')).find((one) => one.username === 'tinhnguyen.mau').id}`, 'Tình Nguyện Xã Mẫu Một', (other) => button('Giao quyền', other).click()],
  ['devices', '#/devices', 'Điện thoại, đồng bộ'],
  ['rates', '#/rates', 'Mức đóng'],
  ['support-rules', '#/support-rules', 'Hỗ trợ địa phương', (other) => button('Nhập quy định', other).click()],
  ['enrolments', '#/enrolments', 'Hồ sơ tham gia'],
  ['code-lists', '#/code-lists?list=visit_reason', 'Danh mục'],
  ['account', '#/account', 'Tài khoản của tôi'],
]

test('looks as it did on every screen and when nothing comes', { skip: !looks }, async () => {
  const other = await office.page(await office.desk.person())
  const keep = await replayed(other, office.api, 'office-people')
  await office.signIn(other, undefined, '#/campaigns')
  const kept = keep.addresses
  for (const [name, hash, heading, act] of PICTURES) {
    kept[name] ??= typeof hash === 'string' ? hash : await hash()
    await office.at(other, kept[name], heading)
    await act?.(other)
    await office.settled(other)
    await office.asKept(other, name)
    if (act) await office.accessible(other, name)
  }
  keep()
  // Failing, empty, and not there yet.
  const states = [
    ['people-failing', { status: 503, contentType: 'application/problem+json', json: { type: '/problems/unavailable', title: 'Máy chủ đang bận, hãy thử lại', status: 503, code: 'unavailable' } }],
    ['people-empty', { json: { items: [], next_cursor: null } }],
    ['people-loading', null],
  ]
  for (const [name, answer] of states) {
    await office.at(other, '#/campaigns', 'Chiến dịch')
    await other.route('**/api/v1/persons?*', (route) => (answer ? route.fulfill(answer) : undefined))
    await other.evaluate(() => (location.hash = '#/people'))
    await other.getByRole('heading', { level: 1, name: 'Người và hộ' }).waitFor()
    await other.locator(answer ? (answer.status ? '.state.bad' : '.state.empty') : '.waiting').first().waitFor()
    await office.asKept(other, name)
    await office.accessible(other, name)
    await other.unroute('**/api/v1/persons?*')
  }
  await other.context().close()
})

test('finds people without accents, and the name stands in no address and no storage', async () => {
  await office.at(page, '#/people', 'Người và hộ')
  await page.getByLabel('Họ tên').fill('dang trung')
  await page.getByText('2 dòng', { exact: true }).waitFor()
  assert.deepEqual(await page.locator('tbody th').allInnerTexts(), [NAME, NAME])
  await page.locator('.row-link').first().click()
  await page.getByRole('heading', { level: 1, name: NAME }).waitFor()
  assert.equal(await page.title(), 'Người · Từng Nhà')
  await page.goBack()
  // Still there in this tab's memory, and nowhere else.
  await page.getByText('2 dòng', { exact: true }).waitFor()
  assert.equal(await page.getByLabel('Họ tên').inputValue(), 'dang trung')
  const kept = await page.evaluate(async () => JSON.stringify([document.title, { ...localStorage }, { ...sessionStorage }, location.href, await indexedDB.databases(), await caches.keys()]))
  const everywhere = decodeURIComponent(`${kept} ${office.front.requests.join(' ')}`)
  for (const secret of ['dang trung', 'dang+trung', NAME, '0912000111', '091****111']) assert.ok(!everywhere.includes(secret), secret)
  await page.getByLabel('Họ tên').fill('không ai mang tên này')
  await page.getByText('Không có ai mang tên này').waitFor()
  await page.getByLabel('Họ tên').fill('')
})

test('shows one number at a time after saying so, and masks it again', async () => {
  await office.at(page, `#/people/${made.one}`, NAME)
  assert.equal(await page.getByText('0912000111').count(), 0)
  await button('Xem đầy đủ: Điện thoại').click()
  await dialog('Xem đầy đủ: Điện thoại').getByText('Nhật ký sẽ ghi tên bạn').waitFor()
  await button('Xem đầy đủ', dialog('Xem đầy đủ: Điện thoại')).click()
  await page.getByText('0912000111').waitFor()
  await button('Xem đầy đủ: Ngày sinh').click()
  assert.equal(await page.getByText('0912000111').count(), 0)
  await button('Xem đầy đủ', dialog('Xem đầy đủ: Ngày sinh')).click()
  await page.getByText('1968-05-21').waitFor()
  await button('Che lại').click()
  assert.equal(await page.getByText('1968-05-21').count(), 0)
  // By a whole number, the same person; the number is in no address.
  await office.at(page, '#/people', 'Người và hộ')
  await button('Tra theo số').click()
  const box = dialog('Tra theo số')
  await box.getByLabel('Loại số').selectOption('phone')
  await box.getByLabel('Số đầy đủ').fill('0912 000 111')
  await button('Tra theo số', box).click()
  await box.getByText('2 dòng').waitFor()
  assert.ok(!office.front.requests.some((line) => line.includes('0912')))
})

test('makes two records one, and takes them apart again', async () => {
  await office.at(page, `#/people/${made.one}`, NAME)
  await button('So sánh').click()
  await button('Giữ bản ghi này', dialog('So sánh hai bản ghi')).click()
  await said('Đã gộp vào bản ghi')
  assert.equal((await office.api.get(`/persons/${made.again}`)).merged_into_id, made.one)
  await page.getByRole('heading', { name: 'Bản ghi đã gộp vào đây' }).waitFor()
  await page.locator('.toast').getByRole('button', { name: 'Hoàn tác' }).click()
  await said('Đã hoàn tác.')
  assert.equal((await office.api.get(`/persons/${made.again}`)).merged_into_id, null)
})

test('changes a person, records a consent and its withdrawal, and what is known of a cover', async () => {
  await office.at(page, `#/people/${made.one}`, NAME)
  await button('Sửa thông tin').click()
  await dialog('Sửa thông tin').getByLabel('Ngày sinh').fill('22/5/1968')
  await button('Lưu', dialog('Sửa thông tin')).click()
  await said('Đã sửa thông tin.')
  // Somebody else was faster: theirs is asked for until it comes, and may be taken.
  await button('Sửa thông tin').click()
  const change = dialog('Sửa thông tin')
  await change.getByLabel('Ghi chú').fill('Ghi chú của tôi')
  await office.change(`/persons/${made.one}`, { note: 'Ghi chú của người khác' })
  await page.route(`**/persons/${made.one}`, (route) => (route.request().method() === 'GET' ? route.abort() : route.fallback()))
  await button('Lưu', change).click()
  await change.getByText('Không nhận được trả lời').waitFor()
  await page.unroute(`**/persons/${made.one}`)
  await button('Lưu', change).click()
  await change.getByText('Người khác vừa sửa mục này').waitFor()
  assert.deepEqual(await change.locator('table.plain td').allInnerTexts(), ['Ghi chú của người khác', 'Ghi chú của tôi'])
  await button('Lấy bản ở máy chủ', change).click()
  await change.waitFor({ state: 'detached' })
  assert.equal((await office.api.get(`/persons/${made.one}`)).note, 'Ghi chú của người khác')
  await button('Ghi đồng ý').click()
  await dialog('Ghi đồng ý').getByLabel('Về việc').selectOption('message')
  await dialog('Ghi đồng ý').getByLabel('Bản văn đã đọc cho nghe').fill('M-01/2026')
  await button('Lưu', dialog('Ghi đồng ý')).click()
  await page.getByText('Đang có hiệu lực').waitFor()
  await button('Ghi việc rút').click()
  await button('Ghi việc rút', dialog('Ghi việc rút')).click()
  await page.getByText(/^Đã rút lúc/).waitFor()
  await button('Ghi tình trạng').click()
  await button('Lưu', dialog('Ghi tình trạng')).click()
  await page.getByRole('cell', { name: 'BHYT hộ gia đình' }).or(page.getByRole('rowheader', { name: 'BHYT hộ gia đình' })).waitFor()
  const person = await office.api.get(`/persons/${made.one}`)
  assert.deepEqual([person.consents.length, person.consents[0].withdrawn_how, person.covers[0].scheme], [1, 'written', 'bhyt_hgd'])
})

registerTests(at)

test('decides over values that met, refused and quarantined operations', async () => {
  assert.deepEqual([made.met, made.refused], [['conflict'], ['refused']])
  await office.at(page, '#/conflicts', 'Xung đột')
  await page.getByText('cạnh trường học').waitFor()
  await button('Dùng giá trị kia').click()
  await said('Đã dùng giá trị kia.')
  assert.equal((await office.api.get(`/households/${made.household}`)).landmark, 'cạnh trường học')
  await page.getByText('Không có xung đột nào chờ quyết định.').waitFor()
  await office.at(page, '#/conflicts?state=settled', 'Xung đột')
  await page.getByText('Đã dùng giá trị kia', { exact: true }).waitFor()
  await office.at(page, '#/refused', 'Bị từ chối, cách ly')
  await page.getByText('2 dòng', { exact: true }).waitFor()
  const row = (text) => page.getByRole('row').filter({ hasText: text })
  await row('Cách ly').getByRole('button').click()
  await office.accessible(page, 'an operation in quarantine')
  await button('Làm việc này', dialog('Việc bị từ chối')).click()
  await said('Đã làm việc này.')
  assert.equal((await office.api.get(`/visits?household_id=${made.household}`)).items.length, 1)
  await row('Bị từ chối').getByRole('button').click()
  await button('Làm việc này', dialog('Việc bị từ chối')).click()
  // It cannot be done now either, and says so; nothing is lost by that.
  await dialog('Việc bị từ chối').getByRole('alert').waitFor()
  await button('Bỏ việc này', dialog('Việc bị từ chối')).click()
  await page.getByText('Không có việc nào bị từ chối hay cách ly.').waitFor()
})

test('invites somebody, gives and ends a grant, locks the account, takes a phone out of use', async () => {
  await office.at(page, '#/users', 'Người dùng')
  await button('Mời người dùng').click()
  const invite = dialog('Mời người dùng')
  await invite.getByLabel('Họ tên').fill('Nguyễn Mẫu Mới')
  await invite.getByLabel('Tên đăng nhập').fill('Tên Sai')
  await button('Mời người dùng', invite).click()
  await invite.locator('.field .error').waitFor()
  await invite.getByLabel('Tên đăng nhập').fill('nguyen.mau.moi')
  await invite.getByLabel('Địa chỉ thư').fill('nguyen.mau.moi@tinhmau.example')
  await button('Mời người dùng', invite).click()
  await page.getByRole('heading', { level: 1, name: 'Nguyễn Mẫu Mới' }).waitFor()
  await button('Giao quyền').click()
  await dialog('Giao quyền').getByLabel('Vai trò').selectOption('analyst')
  await button('Giao quyền', dialog('Giao quyền')).click()
  await said('Đã giao quyền.')
  const user = (await office.api.all('/users')).find((one) => one.username === 'nguyen.mau.moi')
  assert.deepEqual((await office.api.get(`/users/${user.id}/grants`)).map((grant) => grant.role), ['analyst'])
  await page.getByRole('button', { name: /^Thu quyền: Phân tích/ }).click()
  await button('Thu quyền', page.getByRole('dialog')).click()
  await said('Đã thu quyền.')
  await page.getByText('Đã hết', { exact: true }).waitFor()
  await button('Khóa tài khoản').click()
  await button('Khóa tài khoản', dialog('Khóa tài khoản')).click()
  await said('Đã khóa tài khoản.')
  await button('Mở khóa').click()
  await said('Đã mở khóa tài khoản.')
  await office.at(page, '#/devices', 'Điện thoại, đồng bộ')
  await button('Thu hồi điện thoại: Điện thoại Mẫu B').click()
  await button('Thu hồi', page.getByRole('dialog')).click()
  await said('Đã thu hồi điện thoại.')
  await page.getByText('Đã thu hồi', { exact: true }).waitFor()
  const phone = (await office.api.all('/sync/devices')).find((one) => one.id === made.other.id)
  assert.notEqual(phone.revoked_at, null)
})

lawTests(at)

test('lists enrolments, narrows them, and shows one with its steps, receipts and the articles it rests on', async () => {
  await office.at(page, '#/enrolments?status=active', 'Hồ sơ tham gia')
  const there = (await office.api.get(`/enrolments?area_id=${office.api.user.grants[0].area_id}&status=active&limit=50`)).items
  assert.deepEqual(await page.locator('tbody th').allInnerTexts(), there.map((row) => row.person_name))
  await page.locator('.row-link').first().click()
  await page.getByRole('heading', { level: 1, name: there[0].person_name }).waitFor()
  await office.settled(page)
  await office.accessible(page, 'an enrolment')
  const payable = new Intl.NumberFormat('vi-VN').format(there[0].money.payable_vnd)
  assert.ok((await page.locator('main').innerText()).includes(`${payable}\u00a0đ`))
  const steps = (await office.api.get(`/enrolments/${there[0].id}/steps`)).items
  assert.equal(await page.getByRole('table', { name: 'Các bước' }).locator('tbody tr').count(), steps.length)
  const receipts = (await office.api.get(`/enrolments/${there[0].id}/receipts`)).items
  assert.equal(await page.getByRole('table', { name: 'Biên lai' }).locator('tbody tr').count(), receipts.length)
  await page.getByText('Mức đang dùng khi tính').first().click()
  await page.getByRole('cell', { name: /Luật|NĐ/ }).first().waitFor()
})

test('adds an entry to a list, which forms offer at once', async () => {
  await office.at(page, '#/code-lists?list=consent_purpose', 'Danh mục')
  await button('Thêm mục').click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Mã').fill('mau_thu')
  await form.getByLabel('Tên tiếng Việt').fill('Mục mẫu thử')
  await form.getByLabel('Tên tiếng Anh').fill('A sample entry')
  await button('Lưu', form).click()
  await page.getByRole('rowheader', { name: 'Mục mẫu thử' }).waitFor()
})

test('the auditor reads who looked at what, and nothing personal; a password is changed and every session ends', async () => {
  const official = await signedIn(office.server, 'canboxa')
  const household = await official.post('/households', { area_id: official.user.grants[0].area_id, name: `Hộ ${NAME}` })
  const person = await official.post('/persons', { household_id: household.id, full_name: NAME, phone: '0912000222' })
  for (const field of ['phone', 'phone']) await official.post(`/persons/${person.id}/reveal`, { field })
  const other = await office.page(await office.desk.person())
  await office.signIn(other, 'kiemtra', '#/audit')
  await other.getByRole('heading', { level: 1, name: 'Nhật ký' }).waitFor()
  await other.getByRole('row').filter({ hasText: 'Xem đầy đủ số định danh' }).first().waitFor()
  await office.settled(other)
  await office.accessible(other, 'audit')
  assert.ok(!(await other.locator('main').innerText()).includes('Trùng'))
  await other.getByLabel('Việc', { exact: true }).selectOption('person.revealed')
  await other.getByText(/2 dòng$/).waitFor()
  assert.equal(await other.locator('tbody tr').count(), 2)
  await other.getByLabel('Từ ngày').fill(day(1))
  await other.getByText('Không có dòng nào khớp bộ lọc.').waitFor()
  assert.equal(await other.getByRole('navigation').getByRole('link', { name: 'Người và hộ' }).count(), 0)
  await office.at(other, '#/account', 'Tài khoản của tôi')
  await other.getByLabel('Mật khẩu hiện tại').fill('không phải mật khẩu này')
  await other.getByLabel('Mật khẩu mới', { exact: true }).fill('một câu dài dễ nhớ của tôi')
  await other.getByLabel('Nhập lại mật khẩu mới').fill('một câu dài dễ nhớ của tôi')
  await button('Đổi mật khẩu', other).click()
  await other.getByRole('alert').or(other.locator('.field .error')).first().waitFor()
  await other.getByLabel('Mật khẩu hiện tại').fill(office.server.password)
  await other.getByLabel('Nhập lại mật khẩu mới').fill('một câu dài dễ nhớ của tôi')
  await other.getByLabel('Mật khẩu mới', { exact: true }).fill('một câu dài dễ nhớ của tôi')
  await button('Đổi mật khẩu', other).click()
  await other.getByText('Đã đặt mật khẩu. Hãy đăng nhập bằng mật khẩu mới.').waitFor()
  await other.context().close()
})
