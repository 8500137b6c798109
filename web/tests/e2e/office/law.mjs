/** Rates and local rules: what follows from one is looked at before it is recorded. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { day } from '../server.mjs'
import { handsOf } from './hands.mjs'

export function lawTests(at) {
  const { button, dialog, said } = handsOf(at)

  test('looks at what follows before a rate is recorded, and withdraws it', async () => {
    const { office, page } = at
    await office.at(page, '#/rates', 'Mức đóng')
    // The law is the country's: a province looks only.
    await page.getByText(/dòng$/).waitFor()
    assert.equal(await button('Nhập mức mới').count(), 0)
    const country = await office.page(await office.desk.person())
    await office.signIn(country, 'bantuyengiao', '#/rates')
    await button('Nhập mức mới', country).click()
    const form = country.getByRole('dialog', { name: 'Nhập mức mới' })
    await form.getByLabel('Mức', { exact: true }).selectOption('base_salary')
    await form.getByLabel('Giá trị (đồng)').fill('9.999.000')
    await form.getByLabel('Từ ngày').fill('2199-01-01')
    await form.getByLabel('Căn cứ').fill('NĐ mẫu 999/2198/NĐ-CP')
    await button('Xem trước ảnh hưởng', form).click()
    await form.getByText('Ảnh hưởng', { exact: true }).waitFor()
    await form.getByLabel('Giá trị (đồng)').fill('9.999.500')
    await form.getByText('Nội dung đã đổi').waitFor()
    await button('Xem trước ảnh hưởng', form).click()
    await button('Nhập mức mới', form).click()
    await country.locator('.toast').getByText('Đã nhập mức mới.').waitFor()
    const rate = (await office.api.get('/rates?kind=base_salary')).find((one) => one.effective_from === '2199-01-01')
    assert.equal(rate.value, 9_999_500)
    await country.getByRole('row').filter({ hasText: '9.999.500' }).getByRole('button').click()
    await country.getByRole('dialog').getByLabel('Lý do').fill('nhập thử')
    await button('Rút', country.getByRole('dialog')).click()
    await country.locator('.toast').getByText('Đã rút mức.').waitFor()
    assert.notEqual((await office.api.get(`/rates/${rate.id}`)).withdrawn_at, null)
    await country.context().close()
  })

  test('records a local rule with who pays it, its cap and its groups, and another in its place', async () => {
    const { office, page } = at
    await office.at(page, '#/support-rules', 'Hỗ trợ địa phương')
    const form = dialog('Nhập quy định')
    const issuer = (await office.api.all(`/organisations?q=${encodeURIComponent('Ban Tuyên giáo')}`))[0]
    const fill = async (number, percent, from) => {
      await button('Nhập quy định').click()
      await form.getByLabel('Số văn bản').fill(number)
      await form.getByLabel('Nơi ban hành').fill(issuer.name)
      await form.getByRole('option', { name: issuer.name }).first().click()
      await form.getByLabel('Giá trị').fill(percent)
      await form.getByLabel('Từ ngày').fill(from)
    }
    await fill('901/2026/NQ-MAU', '20', day(400))
    await form.locator('summary', { hasText: 'Thuộc tất cả các nhóm này' }).click()
    const both = form.getByRole('group', { name: 'Thuộc tất cả các nhóm này' }).getByRole('checkbox')
    for (const n of [0, 1]) await both.nth(n).check()
    await form.getByLabel(/^Mọi khoản hỗ trợ cộng lại/).fill('90')
    await form.getByLabel('Xã', { exact: true }).fill('40')
    await form.getByText('Cộng lại: 140\u00a0%').waitFor()
    await office.accessible(page, 'a local rule')
    await button('Xem trước ảnh hưởng', form).click()
    await form.getByText('Các cấp ngân sách phải cộng đủ 100 %').first().waitFor()
    await form.getByLabel('Tỉnh', { exact: true }).fill('60')
    await button('Xem trước ảnh hưởng', form).click()
    await form.getByText('Ảnh hưởng', { exact: true }).waitFor()
    await button('Nhập quy định', form).click()
    await said('Đã nhập quy định hỗ trợ.')
    const rules = async () => (await office.api.all('/support-rules')).filter((rule) => rule.number.startsWith('90'))
    const [first] = await rules()
    assert.deepEqual([first.all_groups.length, first.cap_ppm, first.layers], [2, 900_000, [{ level: 'province', share_ppm: 600_000 }, { level: 'commune', share_ppm: 400_000 }]])
    await page.getByText(/cả thảy không quá 90.%; Tỉnh 60.%, Xã 40.%/).waitFor()

    await fill('902/2026/NQ-MAU', '30', day(500))
    await form.getByLabel(/^Thay cho quy định/).selectOption(first.id)
    await button('Xem trước ảnh hưởng', form).click()
    await form.getByText('Ảnh hưởng', { exact: true }).waitFor()
    await button('Nhập quy định', form).click()
    await page.getByRole('row').filter({ hasText: '902/2026/NQ-MAU' }).waitFor()
    const second = (await rules()).find((rule) => rule.number.startsWith('902'))
    assert.deepEqual([second.supersedes_id, second.layers], [first.id, [{ level: 'province', share_ppm: 1_000_000 }]])
  })
}
