/** Events are closed out with a number pad; without a network what was entered waits on the phone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { day, signedIn } from '../server.mjs'
import { arrive, button, leave, open, quiet, seen, stage, tab, usableAtTwice } from '../stage.mjs'

const press = async (digits) => {
  for (const digit of digits) await button(`Số ${digit}`, true).tap()
}

test('an event is closed out with its figures, its partners and the news about it', async () => {
  const { page, server, phone, area, front } = stage
  const official = await signedIn(server, 'canboxa')
  const [organiser] = (await official.get('/organisations?limit=1')).items
  const event = await official.post('/events', {
    event_type: 'conference', title: 'Hội nghị tuyên truyền bảo hiểm y tế hộ gia đình', starts_on: day(-1), area_id: area, organiser_id: organiser.id, schemes: ['bhyt_hgd'], status: 'held',
  })
  await leave()
  await arrive('canboxa')
  await quiet()
  await tab('Kết quả')
  front.fault = 'cut'
  await page.getByRole('link', { name: 'Sự kiện chờ chốt kết quả' }).tap()
  await page.getByText('Chưa tải được sự kiện.').waitFor()
  await seen('events-failing')
  front.fault = null
  front.hold = /\/api\/v1\/events$/
  await button('Thử lại').tap()
  await page.getByText('Đang tải sự kiện…').waitFor()
  await seen('events-loading')
  front.hold = null
  await page.getByText(event.title, { exact: true }).waitFor()
  await seen('events')
  await usableAtTwice('events')
  await page.getByRole('link', { name: /^Chốt kết quả/ }).tap()
  await press('125')
  await button('Xóa một số').tap()
  await press('0')
  await button('Gần', true).tap()
  await button('Thêm con số này').tap()
  await button('Người', true).tap()
  await button('Đúng', true).tap()
  await press('98')
  await page.getByLabel('Tìm đơn vị để thêm').fill(organiser.name.slice(0, 12))
  await button('Tìm', true).tap()
  await page.locator('.chips button', { hasText: organiser.name }).first().tap()
  await page.getByLabel('Để 0 nếu không có.').fill('3')
  await page.evaluate(() => document.activeElement?.blur())
  await page.locator('main').evaluate((main) => main.scrollTo(0, 0))
  await seen('event-close')
  await usableAtTwice('closing an event out')
  await phone.context.setOffline(true)
  await button('Chốt và gửi').tap()
  await page.getByText('Số liệu đã được giữ trên máy').waitFor()
  await phone.context.setOffline(false)
  await button('Chốt và gửi').tap()
  await page.getByText('Không có sự kiện nào chờ chốt.').waitFor()
  await seen('events-empty')
  const closed = await official.get(`/events/${event.id}`)
  assert.equal(closed.status, 'closed')
  assert.deepEqual(
    closed.headcounts.map(({ measure, count, qualifier }) => [measure, count, qualifier]),
    [['attendances', 120, 'nearly'], ['people', 98, 'exact']],
  )
  assert.equal(closed.partners.length, 1)
  const news = await official.all(`/media-outputs?area_id=${area}`)
  assert.deepEqual(news.map((one) => one.count), [3])
  await open('/')
})
