/** The volunteer's phone: fetches the list, works without a network and through being switched off, and sends everything. */
import assert from 'node:assert/strict'
import { becomes } from '../browser.mjs'
import { USER } from '../server.mjs'
import { arrive, button, open, quiet, sendAll, stage, tab, unlock, visitsOf, waits, watch } from '../stage.mjs'
import { ALONE, FIRST, MET, REFUSED, TOGETHER } from './plan.mjs'

const NOTE = 'Đến sau 17 giờ'

/** One sheet of a door, as far as the last tap. */
async function note(outcome, more) {
  await button(/^Ghi kết quả/).tap()
  const sheet = stage.page.getByRole('dialog')
  await sheet.getByRole('button', { name: outcome }).tap()
  await more?.(sheet)
  await sheet.getByRole('button', { name: 'Lưu, sang hộ tiếp theo' }).tap()
  await sheet.waitFor({ state: 'detached' })
}

export function fieldSteps(at) {
  return [
    ['the phone signs in and fetches the list', async () => {
      await stage.page.goto(`${stage.front.url}/field/`)
      await arrive(USER)
      await quiet()
      const { page } = stage
      await page.getByRole('button', { name: new RegExp(`^Tất cả ${at.homes.length}$`) }).waitFor()
      await becomes(() => page.locator('.card.next .name').innerText(), at.entries[0].household.name)
      await page.waitForFunction(() => navigator.serviceWorker.controller)
    }],

    ['without a network it notes the first doors, and is switched off and on again', async () => {
      await stage.phone.context.setOffline(true)
      await button('Chọn nhiều').tap()
      const boxes = stage.page.locator('.card:not(.done) input[type=checkbox]')
      for (let place = 0; place < TOGETHER; place++) await boxes.nth(place).tap()
      await button('Không gặp ai').tap()
      await waits(TOGETHER)
      await stage.phone.restart({ offline: true })
      stage.page = stage.phone.context.pages()[0]
      watch(stage.page)
      await stage.page.goto(`${stage.front.url}/field/`)
      await stage.page.getByText(`Còn ${TOGETHER} việc chưa gửi`).waitFor()
      await unlock()
      await waits(TOGETHER)
      await becomes(() => stage.page.locator('.card.next .name').innerText(), at.entries[TOGETHER].household.name)
    }],

    ['it goes on from door to door', async () => {
      let done = TOGETHER
      for (; done < TOGETHER + ALONE; ) {
        await button(/^Vắng nhà/).first().tap()
        await waits(++done)
      }
      for (; done < TOGETHER + ALONE + REFUSED; ) {
        await note('Từ chối', (sheet) => sheet.getByRole('button', { name: 'Khó khăn về tiền' }).tap())
        await waits(++done)
      }
      await note('Đã nghe tuyên truyền')
      await waits(++done)
      await note('Đồng ý', async (sheet) => {
        await sheet.getByText('Từng người muốn tham gia gì?').tap()
        await sheet.getByRole('button', { name: 'Muốn' }).first().tap()
      })
      await waits(++done)
      assert.equal(done, FIRST)
    }],

    ['who agreed is handed over to who collects, without an amount', async () => {
      const { page } = stage
      at.door = at.entries[FIRST - 1].household
      await open(`/door/${at.door.id}`)
      await page.getByRole('link', { name: 'Đăng ký tham gia' }).tap()
      await page.getByText('Hãy chọn ít nhất một người.').waitFor()
      for (const box of await page.getByRole('checkbox').all()) await box.tap()
      await button('Bước sau').tap()
      await button('Bước sau').tap()
      await page.getByText('Ứng dụng không đoán số tiền.').waitFor()
      await button('Bước sau').tap()
      await page.getByRole('radio').first().tap()
      await page.getByLabel('Nhắn tổ chức thu').fill(NOTE)
      await button('Bàn giao', true).tap()
      await waits(FIRST + 2)
    }],

    ['back in the network everything is accepted, once', async () => {
      await stage.phone.context.setOffline(false)
      await sendAll()
      await tab('Chờ gửi')
      await stage.page.getByText('Mọi việc đã ghi đều đã được máy chủ trả lời.').waitFor()
      await tab('Kết quả')
      stage.worker = at.walker
      const visits = await visitsOf()
      await becomes(async () => (await stage.page.locator('.figures dd').allInnerTexts()).slice(0, 2), [String(visits.length), String(MET)])
      assert.deepEqual(visits.map((visit) => visit.household_id).sort(), at.entries.slice(0, FIRST).map((entry) => entry.household_id).sort())
      assert.equal(visits.filter((visit) => visit.outcome === 'not_home').length, TOGETHER + ALONE)
      const [given] = await at.walker.all(`/hand-overs?household_id=${at.door.id}`)
      assert.deepEqual([given.state, given.note, given.person_ids.length], ['open', NOTE, 2])
    }],
  ]
}
