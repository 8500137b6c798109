/** What is entered in the register at a desk: a household, its people, the groups they belong to. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { day } from '../server.mjs'
import { handsOf } from './hands.mjs'

export function registerTests(at) {
  const { button, dialog, said } = handsOf(at)

  test('enters a household and its people, is told of a likely double, records a group and its end', async () => {
    const { made, office, page } = at
    const { area_id } = await office.api.get(`/households/${made.household}`)
    const area = await office.api.get(`/areas/${area_id}`)
    await office.at(page, '#/people', 'Người và hộ')
    await button('Ghi hộ').click()
    const form = dialog('Ghi hộ')
    await form.getByLabel('Tên hộ').fill('Hộ Mẫu Mới Ghi')
    await form.getByLabel('Số nhà').fill('12A')
    await button('Lưu', form).click()
    // Households lie in communes and hamlets: the province that is looked at is not offered.
    await form.locator('.field.wrong').waitFor()
    await form.getByLabel('Xã hoặc thôn').fill(area.name)
    await form.getByRole('option', { name: area.full_name }).first().click()
    await office.accessible(page, 'a household is entered')
    await button('Lưu', form).click()
    await page.getByRole('heading', { level: 1, name: 'Hộ Mẫu Mới Ghi' }).waitFor()
    const id = page.url().split('/').at(-1).split('?')[0]

    const enter = async (name, birth, phone) => {
      await button('Ghi người').click()
      const who = dialog('Ghi người')
      await who.getByLabel('Họ tên').fill(name)
      await who.getByLabel('Ngày sinh').fill(birth)
      await who.getByLabel('Điện thoại').fill(phone)
      await who.getByLabel('Giới tính').selectOption('female')
      await office.accessible(page, 'a person is entered')
      await button('Lưu', who).click()
    }
    await enter('Mẫu Mới Thị Ghi', '3/1990', '')
    await said('Đã ghi Mẫu Mới Thị Ghi.')
    await page.getByRole('link', { name: 'Mẫu Mới Thị Ghi' }).waitFor()

    await button('Sửa thông tin').click()
    await dialog('Sửa thông tin').getByLabel('Mốc để tìm nhà').fill('cổng xanh')
    await button('Lưu', dialog('Sửa thông tin')).click()
    await page.getByText('cổng xanh').waitFor()

    await button('Ghi thuộc nhóm').click()
    const claim = dialog('Ghi thuộc nhóm')
    await claim.getByLabel('Nhóm').selectOption({ index: 1 })
    await claim.getByLabel('Giấy tờ').fill('12/QĐ-MAU')
    await button('Lưu', claim).click()
    await said('Đã ghi thuộc nhóm.')
    await page.getByRole('button', { name: /^Kết thúc/ }).click()
    await office.accessible(page, 'the end of a group')
    await button('Kết thúc', page.getByRole('dialog', { name: /^Kết thúc: / })).click()
    await said('Đã ghi ngày kết thúc.')
    const household = await office.api.get(`/households/${id}`)
    assert.deepEqual([household.house_number, household.landmark, household.persons.map((one) => [one.full_name, one.birth_year])], ['12A', 'cổng xanh', [['Mẫu Mới Thị Ghi', 1990]]])
    assert.deepEqual(household.claims.map((one) => [one.person_id, one.evidence_number, one.valid_to]), [[null, '12/QĐ-MAU', day(0)]])

    // From the commune into its first hamlet, which is offered before anything is typed.
    const [hamlet] = await office.api.get(`/areas/${area_id}/children`)
    await button('Chuyển địa bàn').click()
    const move = dialog('Chuyển địa bàn')
    await button('Chuyển', move).click()
    await move.locator('.field.wrong').waitFor()
    await move.getByLabel('Xã hoặc thôn').click()
    await move.getByRole('option', { name: hamlet.full_name }).click()
    await office.accessible(page, 'a household moves')
    await button('Chuyển', move).click()
    await said('Đã chuyển địa bàn của hộ.')
    assert.equal((await office.api.get(`/households/${id}`)).area_id, hamlet.id)

    // Somebody who is on record already: said at once, and both records are beside each other.
    await enter(at.name, '21/5/1968', '0912 000 111')
    await page.getByRole('heading', { level: 1, name: at.name }).waitFor()
    await page.locator('.toast').getByText('có điều nên xem lại').waitFor()
    await page.getByRole('button', { name: 'So sánh' }).first().waitFor()
  })
}
