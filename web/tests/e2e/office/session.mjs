/** Signing in, staying in, signing out. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BOARD } from './world.mjs'

export function sessionTests(at) {
  test('an ended session asks for the password on the same screen, and nothing typed is lost', async () => {
    const { office, page } = at
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
    for (const _ of [1, 2, 3]) await page.keyboard.press('Escape')
    // What a browser shuts all the same is opened again: nothing but the password leads on.
    await page.locator('dialog[open]', { hasText: 'Phiên làm việc đã hết' }).waitFor()
    office.front.fault = null
    await ended.getByLabel('Mật khẩu').fill(office.server.password)
    await ended.getByRole('button', { name: 'Đăng nhập' }).click()
    // What was pressed before goes on by itself.
    await page.getByRole('heading', { level: 1, name: 'Đợt thử (dữ liệu mẫu)' }).waitFor()
    const made = (await office.api.all('/campaigns')).filter((row) => row.code === 'MAU-THU')
    assert.equal(made.length, 1)
  })

  test('shows only what the rights open, and says why another address stays shut', async () => {
    const { office, context, page } = at
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

  test('a link of a letter sets a password, and leaves the address', async () => {
    const { office, context, page } = at
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

  test('a second tab needs no password, a shared computer remembers nothing, and signing out ends all tabs', async () => {
    const { office, context, page } = at
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
}
