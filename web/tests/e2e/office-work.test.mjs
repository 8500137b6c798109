/** The office's working screens in a real browser against the real server: rosters and the office's lists, walk lists, evaluations, renewals and hand-overs. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { becomes } from './browser.mjs'
import { BOARD, looks, startOffice } from './office/world.mjs'
import { replayed } from './office/replay.mjs'
import { day } from './server.mjs'

const ROSTER = `Khóm;Mã hộ;Họ và tên;Ngày sinh;Giới tính;Quan hệ;CCCD;Điện thoại;Địa chỉ;Cột lạ
Khóm Mẫu;H901;Lê Văn Mẫu Chín;20/3/1985;Nam;Chủ hộ;096085004321;0901234567;12A Đường Mẫu;a
Khóm Mẫu;H901;Trần Thị Mẫu Chín;1987;Nữ;Vợ;;;;b
Khóm Mẫu;H902;Phạm Thị Mẫu Chín;5/1990;Nữ;Chủ hộ;;0901234568;7 Đường Mẫu;c
Khóm Mẫu;H902;;1995;Nam;Con;123;;;d
`
const ANSWERS = `Họ và tên;Ngày sinh;Mã số BHXH;Loại bảo hiểm;Kết quả;Ngày trả;Từ tháng;Đến tháng;Số tiền
Người Lạ Mẫu;1/1/1980;7912345670;BHYT hộ gia đình;đã cấp thẻ;1/6/2026;06/2026;05/2027;1.263.600
;;;;;;;;
Dòng Hỏng Mẫu;32/13/1980;khong;;;;;;
`
let office, page, commune

const csv = (name, text) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
const dialog = (name) => page.getByRole('dialog', { name })
const pick = async (where, label, typed, option) => {
  const field = where.getByLabel(label)
  await field.fill(typed)
  await where.getByRole('option', { name: option }).first().click().catch(async (error) => {
    throw new Error(`${label}: the list said ${JSON.stringify(await where.locator('.picker ul').allTextContents())}`, { cause: error })
  })
}
const heading = (name) => page.getByRole('heading', { level: 1, name }).waitFor()

before(async () => {
  office = await startOffice()
  const area = office.api.user.grants[0].area_id
  commune = (await office.api.get(`/areas/${area}/children`))[0]
  page = await office.page(await office.desk.person())
  await office.signIn(page, BOARD)
})

after(async () => {
  await office?.stop()
})

test('a roster is brought, mapped, written and taken back, and its wrong rows are saved', async () => {
  await office.at(page, '#/imports', 'Nhập danh sách')
  await page.getByText('Chưa nhập danh sách nào').waitFor()
  await office.accessible(page, 'imports, empty')
  await page.getByRole('button', { name: 'Nhập tệp' }).click()
  const bring = dialog('Nhập tệp')
  await bring.getByLabel('Tệp danh sách').setInputFiles(csv('danh-sach-mau.csv', ROSTER))
  await pick(bring, 'Xã hoặc thôn', commune.name, new RegExp(commune.full_name.replace(/[()]/g, '.')))
  await office.accessible(page, 'bringing a roster')
  await bring.getByRole('button', { name: 'Đọc thử' }).click()
  await heading(/danh-sach-mau.csv/)
  await page.getByText('Chưa có gì được ghi vào sổ').waitFor()
  const [row] = await office.api.all('/imports')
  const id = row.id
  assert.deepEqual([row.counts.rows, row.counts.errors], [4, 1])
  await page.getByRole('button', { name: 'Sai, không ghi (1)' }).click()
  await page.getByText('1 dòng', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Tất cả (4)' }).click()
  await page.getByText('4 dòng', { exact: true }).waitFor()
  await office.settled(page)
  await office.accessible(page, 'an import')
  // A column that was not known is given a meaning; the rows are tried anew.
  await page.getByLabel('Cột lạ').selectOption({ label: 'Ghi chú' })
  // Somebody else was faster, where there are no two versions to choose from: said in words.
  await page.route(`**/imports/${id}`, (route) => (route.request().method() === 'PATCH' ? route.fulfill({ status: 412, contentType: 'application/problem+json', json: { type: '/problems/changed-meanwhile', title: 'Dữ liệu đã được người khác sửa, hãy tải lại', status: 412, code: 'changed-meanwhile' } }) : route.fallback()))
  await page.getByRole('button', { name: 'Đọc lại theo ý nghĩa này' }).click()
  await page.getByRole('alert').getByText('đã được người khác sửa').waitFor()
  await page.unroute(`**/imports/${id}`)
  await page.getByRole('button', { name: 'Đọc lại theo ý nghĩa này' }).click()
  await page.getByText('Do người nhập chọn').waitFor()
  assert.equal((await office.api.get(`/imports/${id}`)).mapping_from, 'given')
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Tải các dòng sai (CSV)' }).click()])
  assert.equal(download.suggestedFilename(), 'danh-sach-mau-sai.csv')
  await page.getByRole('button', { name: 'Ghi 3 dòng' }).click()
  await page.getByText('Các dòng tốt đã được ghi').waitFor()
  assert.equal((await office.api.get(`/imports/${id}`)).progress.persons, 3)
  await page.getByRole('button', { name: 'Hoàn tác lần nhập' }).click()
  const undo = dialog('Hoàn tác lần nhập này?')
  await undo.getByRole('button', { name: 'Hoàn tác lần nhập' }).click()
  await page.getByText('đã được lấy lại').waitFor()
  assert.equal((await office.api.get(`/imports/${id}`)).state, 'undone')
  await page.getByRole('link', { name: 'Nhập danh sách' }).first().click()
  await page.locator('.badge', { hasText: 'Đã hoàn tác' }).waitFor()
})

test('a list of the office is brought, its rows are settled, and it is closed with a reason', async () => {
  await office.at(page, '#/office-lists', 'Danh sách của cơ quan BHXH')
  await page.getByText('Chưa có danh sách nào').waitFor()
  await page.getByRole('button', { name: 'Nhập danh sách của BHXH' }).click()
  const bring = dialog('Nhập danh sách của BHXH')
  await bring.getByLabel('Tệp', { exact: true }).setInputFiles(csv('tra-ket-qua.csv', ANSWERS))
  const { name } = (await office.api.all(`/organisations?q=${encodeURIComponent('Bưu điện tỉnh Mẫu')}`))[0]
  await pick(bring, 'Gửi cho tổ chức', name, new RegExp(name.slice(0, 16)))
  await office.accessible(page, 'bringing a list')
  await bring.getByRole('button', { name: 'Đọc và đối chiếu' }).click()
  await heading(/tra-ket-qua.csv/)
  await page.getByText('Đã đối chiếu').first().waitFor()
  await office.settled(page)
  await office.accessible(page, 'a list of the office')
  const [list] = await office.api.all('/office-lists')
  const before_ = await office.api.get(`/office-lists/${list.id}`)
  assert.ok(before_.left > 0)
  await page.getByRole('button', { name: 'Giải quyết', exact: true }).first().click()
  const settle = page.getByRole('dialog', { name: /Giải quyết dòng/ })
  await settle.getByLabel('Cách giải quyết').selectOption('ignored')
  await settle.getByLabel('Lý do').fill('không phải người ở đây')
  await settle.getByRole('button', { name: 'Giải quyết' }).click()
  await page.getByText('Đã giải quyết dòng.').waitFor()
  assert.equal((await office.api.get(`/office-lists/${list.id}`)).left, before_.left - 1)
  await page.getByRole('button', { name: 'Xong danh sách' }).click()
  const close = dialog('Xong danh sách này?')
  if (before_.left > 1) await close.getByRole('textbox').fill('chờ cơ quan BHXH gửi lại')
  await close.getByRole('button', { name: 'Xong danh sách' }).click()
  await page.getByText('Danh sách đã xong.').waitFor()
  assert.equal((await office.api.get(`/office-lists/${list.id}`)).state, 'closed')
})

test('a row whose numbers nobody has is entered for the sign-up that somebody chooses', async () => {
  const { id: organisation_id, name } = (await office.api.all(`/organisations?q=${encodeURIComponent('Bưu điện tỉnh Mẫu')}`))[0]
  const waiting = (await office.api.all(`/enrolments?organisation_id=${organisation_id}&status=handed_in&scheme=bhyt_hgd`))
  const one = waiting.find((own) => waiting.filter((other) => other.person_name === own.person_name).length === 1)
  await office.at(page, '#/office-lists', 'Danh sách của cơ quan BHXH')
  await page.getByRole('button', { name: 'Nhập danh sách của BHXH' }).click()
  const bring = dialog('Nhập danh sách của BHXH')
  const answers = `Họ và tên;Mã số BHXH;Số thẻ BHYT;Loại bảo hiểm;Kết quả;Ngày trả lời\n${one.person_name};7912345671;GD4797912345671;BHYT hộ gia đình;đã cấp;${day(0).split('-').reverse().join('/')}\n`
  await bring.getByLabel('Tệp', { exact: true }).setInputFiles(csv('tra-cho-ho-so.csv', answers))
  await pick(bring, 'Gửi cho tổ chức', name, new RegExp(name.slice(0, 16)))
  await bring.getByRole('button', { name: 'Đọc và đối chiếu' }).click()
  await heading(/tra-cho-ho-so.csv/)
  await page.getByRole('button', { name: 'Giải quyết', exact: true }).click()
  const settle = page.getByRole('dialog', { name: /Giải quyết dòng/ })
  await settle.getByText('Chọn hồ sơ của dòng này.').waitFor()
  assert.equal(await settle.getByRole('button', { name: 'Giải quyết' }).isDisabled(), true)
  await becomes(() => settle.getByRole('radio').count(), waiting.length)
  // The likest stands first.
  assert.match(await settle.locator('.check').first().innerText(), new RegExp(`^${one.person_name}, cùng tên`))
  await settle.getByLabel(/^Lọc theo tên/).fill('khong ai mang ten nay')
  await settle.getByText('Không có hồ sơ nào khớp tên này.').waitFor()
  await settle.getByLabel(/^Lọc theo tên/).fill('')
  await settle.getByRole('radio').first().check()
  await office.accessible(page, 'choosing a sign-up')
  await settle.getByRole('button', { name: 'Giải quyết' }).click()
  await page.getByText('Đã giải quyết dòng.').waitFor()
  await page.getByText('đã ghi vào hồ sơ được chỉ ra').waitFor()
  assert.equal((await office.api.get(`/enrolments/${one.id}`)).step, 'issued')
})

test('a walk list is previewed, made, given to somebody, looked at, printed and closed', async () => {
  await office.at(page, '#/walk-lists', 'Danh sách thăm hộ')
  await page.locator('.row-link').first().waitFor()
  await office.accessible(page, 'walk lists')
  await page.evaluate((area) => (location.hash = `#/walk-lists/new?area=${area}`), commune.id)
  await heading('Lập danh sách thăm hộ')
  await page.getByLabel('Chưa ai gặp được').uncheck()
  await page.getByText('Chọn ít nhất một ý ở trên.').first().waitFor()
  assert.ok(await page.getByRole('button', { name: 'Xem trước' }).isDisabled())
  await page.getByLabel('Chưa ai gặp được').check()
  await page.getByLabel('BHYT hộ gia đình').first().check()
  await page.getByLabel('Thứ tự đi').selectOption('random')
  await page.getByLabel(/Nhiều nhất bao nhiêu hộ/).fill('12')
  await page.getByRole('button', { name: 'Xem trước' }).click()
  await page.getByRole('heading', { name: 'Danh sách sẽ như thế này' }).waitFor()
  await office.accessible(page, 'a walk list, previewed')
  const first = await page.locator('#preview tbody tr td').first().textContent()
  const save = page.getByRole('button', { name: /^Lập danh sách \d+ hộ$/ })
  const doors = Number(/\d+/.exec(await save.textContent())[0])
  assert.ok(doors > 0 && doors <= 12)
  await page.getByLabel('Tên danh sách').fill('Đợt thử của bàn làm việc')
  // What was previewed is what is made: another order has to be looked at first.
  await page.getByLabel('Thứ tự đi').selectOption('house')
  await page.getByText('Tiêu chí đã đổi').waitFor()
  assert.ok(await save.isDisabled())
  await page.getByLabel('Thứ tự đi').selectOption('random')
  await save.click()
  await heading(/Đợt thử của bàn làm việc/)
  await office.settled(page)
  const made = (await office.api.all('/walk-lists')).find((one) => one.name === 'Đợt thử của bàn làm việc')
  assert.equal(made.doors, doors)
  assert.equal(await page.locator('[aria-label="Các hộ theo thứ tự"] tbody tr').count(), doors)
  assert.equal(await page.locator('[aria-label="Các hộ theo thứ tự"] tbody tr td').first().textContent(), first)
  await page.getByRole('button', { name: 'Giao người đi' }).click()
  const assign = dialog('Giao danh sách cho ai?')
  await pick(assign, 'Giao cho', 'tinhnguyen.mau', /tinhnguyen.mau/)
  await office.accessible(page, 'giving a walk list')
  await assign.getByRole('button', { name: 'Giao người đi' }).click()
  await page.getByText('Đã giao danh sách.').waitFor()
  assert.equal((await office.api.get(`/walk-lists/${made.id}`)).assignments.length, 1)
  await office.accessible(page, 'a walk list')
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Tờ in' }).click()])
  assert.match(download.suggestedFilename(), /^danh-sach-tham-ho-.*\.html$/)
  await page.getByRole('button', { name: 'Đóng danh sách' }).click()
  await dialog('Đóng danh sách này?').getByRole('button', { name: 'Đóng danh sách' }).click()
  await page.locator('h1 .badge', { hasText: 'Đã đóng' }).waitFor()
  assert.equal((await office.api.get(`/walk-lists/${made.id}`)).state, 'closed')
})

test('a comparison says what it could see before it is registered, is drawn, and cannot be looked at early', async () => {
  await office.at(page, '#/evaluations', 'Đánh giá')
  await page.locator('.row-link').first().waitFor()
  await office.accessible(page, 'evaluations')
  const area = office.api.user.grants[0].area_id
  const campaign = (await office.api.all(`/campaigns?area_id=${area}`))[0]
  await page.evaluate((id) => (location.hash = `#/evaluations/new?area=${id.area}&campaign_id=${id.campaign}`), { area, campaign: campaign.id })
  await heading('Đăng ký đánh giá')
  await page.getByLabel('Tên đánh giá').fill('Bốc thăm thử của bàn làm việc')
  await page.getByLabel('Kiểu so sánh').selectOption('lottery')
  const later = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  await page.getByLabel('Từ ngày').fill(later(20))
  await page.getByLabel('Đến hết ngày').fill(later(110))
  await page.getByLabel(/^Người cùng nơi giống nhau/).fill('nhiều')
  for (const [n, stratum] of ['ven biển', 'ven biển', 'ven biển', 'đồng bằng'].entries()) await page.getByLabel(/^Nhóm: /).nth(n).fill(stratum)
  await page.getByRole('button', { name: 'Xem so sánh này thấy được gì' }).click()
  // What cannot be read is not left out in silence.
  await page.locator('.field.wrong').getByLabel(/^Người cùng nơi giống nhau/).fill('5')
  await page.getByLabel(/^Xem số liệu từ tháng/).fill(later(-200).slice(0, 7))
  await page.getByRole('button', { name: 'Xem so sánh này thấy được gì' }).click()
  await page.getByText('Hạng cao nhất có thể').waitFor()
  await office.accessible(page, 'a comparison, before it is registered')
  await page.getByRole('button', { name: 'Đăng ký, không sửa được về sau' }).click()
  await heading(/Bốc thăm thử của bàn làm việc/)
  await page.getByRole('heading', { name: 'Kết quả bốc thăm' }).waitFor()
  await office.settled(page)
  const made = (await office.api.all(`/evaluations?area_id=${area}`)).find((one) => one.title === 'Bốc thăm thử của bàn làm việc')
  const full = await office.api.get(`/evaluations/${made.id}`)
  assert.equal(await page.locator('[aria-label="Kết quả bốc thăm"] tbody tr').count(), full.units.length)
  assert.deepEqual([full.from_month, full.plan.alike_percent, full.units.map((unit) => unit.stratum).filter(Boolean).sort()], [later(-200).slice(0, 7), 5, ['ven biển', 'ven biển', 'ven biển', 'đồng bằng']])
  await page.getByText(full.seed).waitFor()
  assert.ok(await page.getByRole('button', { name: 'Xem số liệu hôm nay' }).isDisabled())
  await office.accessible(page, 'a comparison')
  await page.getByRole('button', { name: 'Rút đánh giá' }).click()
  await dialog('Rút đánh giá này?').getByLabel('Lý do').fill('chỉ là thử')
  await dialog('Rút đánh giá này?').getByRole('button', { name: 'Rút đánh giá' }).click()
  await page.getByText('Đã rút: chỉ là thử').waitFor()
})

test('a result stands in the words that its grade allows', async () => {
  const area = office.api.user.grants[0].area_id
  const seen = (await office.api.all(`/evaluations?area_id=${area}`)).find((one) => one.latest_look && !one.withdrawn_at)
  assert.ok(seen, 'the sample has a comparison that was looked at')
  await page.evaluate((id) => (location.hash = `#/evaluations/${id}`), seen.id)
  await page.getByText(seen.latest_look.headline_vi).first().waitFor()
  await office.settled(page)
  await office.accessible(page, 'a result')
})

test('renewals lead from a bucket to its rows, and who will not renew can be taken back', async () => {
  await office.at(page, '#/renewals', 'Gia hạn')
  await page.getByRole('heading', { name: 'Ai cần được nhắc' }).waitFor()
  await office.settled(page)
  await office.accessible(page, 'renewals')
  const area = office.api.user.grants[0].area_id
  const all = await office.api.all(`/renewals?area_id=${area}`)
  assert.ok(all.length > 0)
  await page.getByRole('button', { name: /^Không gia hạn/ }).first().click()
  const stop = page.getByRole('dialog')
  await stop.getByLabel('Lý do').selectOption({ index: 1 })
  await stop.getByRole('button', { name: 'Không gia hạn' }).click()
  await page.getByText(/^Đã ghi .* không gia hạn\.$/).waitFor()
  assert.equal((await office.api.all(`/renewals?area_id=${area}`)).length, all.length - 1)
  await page.getByRole('button', { name: 'Hoàn tác' }).click()
  await page.getByText('Đã hoàn tác.').waitFor()
  assert.equal((await office.api.all(`/renewals?area_id=${area}`)).length, all.length)
})

test('hand-overs say what waits with whom', async () => {
  await office.at(page, '#/hand-overs', 'Hộ đã chuyển giao')
  await office.settled(page)
  const area = office.api.user.grants[0].area_id
  const all = await office.api.all(`/hand-overs?area_id=${area}`)
  await page.getByText(`${all.length} dòng`).waitFor()
  await office.accessible(page, 'hand-overs')
  await page.getByLabel('Tình trạng').selectOption('done')
  await page.getByText(`${all.filter((one) => one.state === 'done').length} dòng`).waitFor()
})

/** Name of the picture, address, heading; `first` opens the first row of the list. */
const PICTURES = [
  ['imports', '#/imports', 'Nhập danh sách'],
  ['import', '#/imports', 'Nhập danh sách', 'first'],
  ['office-list', '#/office-lists', 'Danh sách của cơ quan BHXH', 'first'],
  ['walk-lists', '#/walk-lists', 'Danh sách thăm hộ'],
  ['walk-list', '#/walk-lists', 'Danh sách thăm hộ', 'first'],
  ['walk-list-new', '#/walk-lists/new', 'Lập danh sách thăm hộ'],
  ['evaluations', '#/evaluations', 'Đánh giá'],
  ['evaluation', '#/evaluations', 'Đánh giá', 'first'],
  ['renewals', '#/renewals', 'Gia hạn'],
  ['hand-overs', '#/hand-overs', 'Hộ đã chuyển giao'],
]

test('looks as it did on every working screen', { skip: !looks }, async () => {
  const other = await office.page(await office.desk.person())
  const keep = await replayed(other, office.api, 'office-work')
  await office.signIn(other)
  for (const [name, hash, title, first] of PICTURES) {
    await office.at(other, hash, title)
    if (first) {
      await other.locator('.row-link').first().click()
      await other.locator('.crumb').waitFor()
      await office.settled(other)
    }
    await office.asKept(other, name)
  }
  keep()
  await other.context().close()
})
