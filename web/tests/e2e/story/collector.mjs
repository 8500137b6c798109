/** The collector's phone: takes the household over, quotes, signs its people up, and takes the money against receipts. */
import assert from 'node:assert/strict'
import { arrive, button, COLLECTOR, quiet, sendAll, stage, tab, watch } from '../stage.mjs'

const RECEIPTS = ['BL-7001', 'BL-7002']
const PAPERS = [['096168007001', 'head'], ['096195007002', 'child']]
const vnd = (text) => Number(text.replace(/\D/g, ''))

export function collectorSteps(at) {
  return [
    ['the collector accepts the household', async () => {
      stage.page = await at.phone.newPage()
      watch(stage.page)
      await stage.page.goto(`${stage.front.url}/field/`)
      await arrive(COLLECTOR)
      await quiet()
      await tab('Thu')
      await stage.page.getByRole('heading', { name: 'Hộ được bàn giao (1)' }).waitFor()
      await stage.page.getByText('Đến sau 17 giờ').waitFor()
      await button('Nhận', true).tap()
      await stage.page.getByText('Nhân viên thu đã nhận').waitFor()
      await sendAll()
    }],

    ['makes the papers whole, shows the quote and signs both up', async () => {
      const { page } = stage
      await button('Đăng ký tham gia').tap()
      await page.getByText('Hãy chọn ít nhất một người.').waitFor()
      for (const box of await page.getByRole('checkbox').all()) await box.tap()
      await button('Bước sau').tap()
      for (const [number, relation] of PAPERS) {
        await button('Sửa', true).first().tap()
        await button('Nữ').tap()
        await page.getByLabel('Quan hệ với chủ hộ').selectOption(relation)
        await page.getByLabel('Số CCCD (12 số)').fill(number)
        await button('Lưu', true).tap()
        await page.getByLabel('Số CCCD (12 số)').waitFor({ state: 'detached' })
      }
      await page.getByText('Đủ thông tin').nth(1).waitFor()
      const [asked] = await Promise.all([page.waitForRequest(/\/api\/v1\/quotes$/), button('Bước sau').tap()])
      await page.getByText('Cả hộ phải đóng').waitFor()
      const quote = await at.collector.post('/quotes', asked.postDataJSON())
      assert.equal(vnd(await page.locator('.total b').innerText()), quote.payable_vnd, 'to the đồng')
      await button('Bước sau').tap()
      await button('Đăng ký', true).tap()
      await sendAll()
      at.payable = quote.payable_vnd
    }],

    ['takes the money of both against receipts', async () => {
      const { page } = stage
      await tab('Thu')
      await page.getByRole('heading', { name: 'Đăng ký đang làm (2)' }).waitFor()
      for (const number of RECEIPTS) {
        await button('Thu tiền').first().tap()
        await page.getByLabel('Số phiếu thu').fill(number)
        await button(/^Thu đúng/).tap()
        await page.getByText(`Phiếu thu ${number}`).waitFor()
      }
      await sendAll()
      const people = await at.collector.all(`/persons?household_id=${at.door.id}`)
      const made = (await Promise.all(people.map((person) => at.collector.all(`/enrolments?person_id=${person.id}`)))).flat()
      at.paid = await Promise.all(made.map((one) => at.collector.get(`/enrolments/${one.id}`)))
      assert.deepEqual(at.paid.map((one) => [one.status, one.money.receipt.number]).sort(), RECEIPTS.map((number) => ['paid', number]))
      assert.equal(at.paid.reduce((sum, one) => sum + one.money.receipt.amount_vnd, 0), at.payable)
      const [given] = await at.walker.all(`/hand-overs?household_id=${at.door.id}`)
      assert.equal(given.state, 'done')
    }],
  ]
}
