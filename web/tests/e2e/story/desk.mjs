/** What the board does before anybody knocks: the campaign and its target, the list of doors, what is to be compared. */
import assert from 'node:assert/strict'
import { day, USER } from '../server.mjs'
import { answerLine, figure, progressOf, vn } from './figures.mjs'
import { FIRST, OVER, SCHEME, TARGET, TO_COME } from './plan.mjs'

const CAMPAIGN = 'Đợt thăm hộ của câu chuyện (dữ liệu mẫu)'
const LIST = 'Tổ 3, Ngõ 12'

const pick = async (where, label, typed, option) => {
  await where.getByRole('combobox', { name: label }).fill(typed)
  await where.getByRole('option', { name: option }).first().click()
}
const heading = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor()

/** The form of a comparison up to what it could see, and its registration. */
async function register({ office, desk, commune }, { title, design, starts, ends, more }) {
  await office.at(desk, `#/evaluations/new?area=${commune}`, 'Đăng ký đánh giá')
  await desk.getByLabel('Tên đánh giá').fill(title)
  await pick(desk, 'Chiến dịch', 'cau chuyen', new RegExp('câu chuyện'))
  await desk.getByLabel('Kiểu so sánh').selectOption(design)
  await desk.getByRole('main').getByLabel('Loại hình').last().selectOption(SCHEME)
  await desk.getByLabel('Từ ngày').fill(starts)
  await desk.getByLabel('Đến hết ngày').fill(ends)
  await more?.()
  await desk.getByRole('button', { name: 'Xem so sánh này thấy được gì' }).click()
  await desk.getByRole('button', { name: 'Đăng ký, không sửa được về sau' }).click()
  await heading(desk, title)
  await office.settled(desk)
}

export function deskSteps(at) {
  return [
    ['the board opens a campaign, of which nothing can be said yet', async () => {
      const { office, desk } = at
      await office.signIn(desk, 'bantuyengiao.camau')
      await office.at(desk, '#/campaigns', 'Chiến dịch')
      await desk.getByRole('button', { name: 'Lập chiến dịch' }).click()
      const form = desk.getByRole('dialog', { name: 'Lập chiến dịch' })
      await form.getByLabel('Tên', { exact: true }).fill(CAMPAIGN)
      await form.getByLabel('Mã', { exact: true }).fill('CAU-CHUYEN-1')
      await pick(form, 'Cơ quan chủ trì', 'bao hiem xa hoi', /Bảo hiểm xã hội/)
      await form.getByLabel('Bắt đầu').fill(day(-60))
      await form.getByRole('button', { name: 'Lưu' }).click()
      await heading(desk, CAMPAIGN)
      await office.settled(desk)
      at.campaign = (await office.api.all('/campaigns')).find((row) => row.code === 'CAU-CHUYEN-1')
      assert.match(await answerLine(at), /Chưa đăng ký đánh giá nào/)
    }],

    ['the board sets a target of new sign-ups for the month, of which none is there', async () => {
      const { office, desk, commune, today } = at
      await office.at(desk, `#/targets?area=${commune}&scheme=${SCHEME}`, 'Chỉ tiêu')
      await desk.getByRole('button', { name: 'Giao chỉ tiêu' }).click()
      const form = desk.getByRole('dialog', { name: 'Giao chỉ tiêu' })
      await form.getByLabel('Thước đo').selectOption('new_enrolments')
      await form.getByLabel('Kỳ', { exact: true }).fill(today.slice(0, 7))
      await form.getByLabel('Chỉ tiêu', { exact: true }).fill(String(TARGET))
      await form.getByRole('button', { name: 'Giao chỉ tiêu' }).click()
      await form.waitFor({ state: 'detached' })
      assert.deepEqual(await progressOf(at), { target: TARGET, actual: 0, percent: 0 })
    }],

    ['a walk list is drawn by lot, looked at and made', async () => {
      const { office, desk, commune } = at
      await office.at(desk, `#/walk-lists/new?area=${commune}`, 'Lập danh sách thăm hộ')
      await desk.getByLabel('Thứ tự đi').selectOption('random')
      await desk.getByRole('button', { name: 'Xem trước' }).click()
      await desk.getByRole('heading', { name: 'Danh sách sẽ như thế này' }).waitFor()
      await desk.getByLabel('Tên danh sách').fill(LIST)
      await pick(desk.locator('#preview'), 'Thuộc chiến dịch', 'cau chuyen', /câu chuyện/)
      await desk.getByRole('button', { name: /^Lập danh sách \d+ hộ$/ }).click()
      await heading(desk, new RegExp(LIST))
      await office.settled(desk)
      at.list = (await office.api.all('/walk-lists')).find((row) => row.name === LIST)
      at.entries = await office.api.all(`/walk-lists/${at.list.id}/entries`)
      assert.equal(await figure(desk, 'Còn lại'), vn(at.entries.length))
    }],

    ['two comparisons are registered: of a window that is over, and by lot over the list, before anybody goes', async () => {
      const { office, desk } = at
      await register(at, { title: 'Trước và sau', design: 'before_after', ...OVER })
      await register(at, {
        title: 'Bốc thăm hộ', design: 'lottery_of_households', ...TO_COME,
        async more() {
          await desk.getByLabel('Danh sách thăm hộ (theo bốc thăm)').selectOption({ label: LIST })
          await desk.getByLabel('Số hộ đầu được thăm').fill(String(FIRST))
        },
      })
      assert.equal(await desk.getByRole('button', { name: 'Xem số liệu hôm nay' }).isDisabled(), true, 'nobody looks before its end')
      at.evaluations = await office.api.all(`/evaluations?campaign_id=${at.campaign.id}`)
      assert.equal(at.evaluations.length, 2)
      assert.match(await answerLine(at), /chưa ai xem kết quả/)
    }],

    ['the list is given to the volunteer', async () => {
      const { office, desk } = at
      await office.at(desk, `#/walk-lists/${at.list.id}`, new RegExp(LIST))
      await desk.getByRole('button', { name: 'Giao người đi' }).click()
      const form = desk.getByRole('dialog', { name: 'Giao danh sách cho ai?' })
      await pick(form, 'Giao cho', USER, new RegExp(USER))
      await form.getByRole('button', { name: 'Giao người đi' }).click()
      await desk.getByText('Đã giao danh sách.').waitFor()
    }],
  ]
}
