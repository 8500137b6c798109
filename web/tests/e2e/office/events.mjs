/** Events from the plan to the close-out, and what is done when one was entered twice. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { day } from '../server.mjs'

const TITLE = 'Hội nghị thử của ban (dữ liệu mẫu)'

export function eventTests(at) {
  test('an event is planned, stands in the calendar, is changed by two people, and is closed out', async () => {
    const { office, page } = at
    await office.at(page, '#/events', 'Sự kiện')
    await page.getByRole('button', { name: 'Ghi sự kiện' }).click()
    const form = page.getByRole('dialog', { name: 'Ghi sự kiện' })
    await form.getByLabel('Tên', { exact: true }).fill(TITLE)
    await form.getByLabel('Ngày bắt đầu').fill(day(0))
    await form.getByLabel('Chủ trì', { exact: true }).fill('ban tuyen giao')
    await form.getByRole('option', { name: /Ban Tuyên giáo/ }).first().click()
    await form.getByLabel('Số', { exact: true }).fill('1.250')
    await form.getByLabel('Mức chắc chắn').selectOption('more_than')
    await form.getByLabel('Số buổi', { exact: true }).fill('12')
    await form.getByLabel('Số buổi chắc đến đâu').selectOption('nearly')
    await form.getByLabel('Nguồn không nói rõ ai chủ trì').check()
    await form.getByLabel('Nguyên văn').fill('gần 12 buổi, hơn 1.250 người')
    await office.accessible(page, 'event form')
    await form.getByRole('button', { name: 'Lưu' }).click()
    await page.getByRole('heading', { level: 1, name: TITLE }).waitFor()
    await page.getByText('hơn 1.250 người', { exact: true }).waitFor()
    const made = (await office.api.all(`/events?q=${encodeURIComponent(TITLE)}`))[0]
    assert.deepEqual([made.status, made.headcounts[0].count, made.headcounts[0].qualifier], ['planned', 1250, 'more_than'])
    assert.deepEqual([made.sessions, made.sessions_qualifier, made.organisers_unclear, made.phrase], [12, 'nearly', true, 'gần 12 buổi, hơn 1.250 người'])

    await office.at(page, '#/events?view=calendar', 'Sự kiện')
    await page.locator('.calendar .today').getByRole('link', { name: new RegExp(TITLE.slice(0, 18)) }).click()
    await page.getByRole('heading', { level: 1, name: TITLE }).waitFor()

    // Somebody else changes it while the form is open.
    await page.getByRole('button', { name: 'Sửa' }).click()
    const change = page.getByRole('dialog', { name: 'Sửa sự kiện' })
    await change.getByLabel('Ghi chú').fill('Ghi chú của tôi')
    await office.change(`/events/${made.id}`, { note: 'Ghi chú của người khác' })
    await change.getByRole('button', { name: 'Lưu' }).click()
    await change.getByText('Người khác vừa sửa mục này').waitFor()
    assert.deepEqual(await change.locator('table.plain td').allInnerTexts(), ['Ghi chú của người khác', 'Ghi chú của tôi'])
    await office.accessible(page, 'changed by somebody else')
    await change.getByRole('button', { name: 'Lưu bản của tôi' }).click()
    await change.waitFor({ state: 'detached' })
    await page.getByText('Ghi chú của tôi').waitFor()

    await page.getByRole('button', { name: 'Chốt sự kiện' }).first().click()
    const close = page.getByRole('dialog', { name: 'Chốt sự kiện' })
    await close.getByLabel('Số', { exact: true }).fill('1300')
    await close.getByLabel('Kết quả').fill('Mười hai hộ hẹn đăng ký')
    await close.getByRole('button', { name: 'Chốt sự kiện' }).click()
    await close.waitFor({ state: 'detached' })
    await page.getByText('Đã chốt', { exact: true }).waitFor()
    assert.equal((await office.api.get(`/events/${made.id}`)).status, 'closed')
    assert.equal(await page.getByRole('button', { name: 'Sửa' }).count(), 0)
  })

  test('two records of one event are merged, and the merge is taken back', async () => {
    const { office, page } = at
    const first = (await office.api.all(`/events?q=${encodeURIComponent(TITLE)}`))[0]
    const again = { title: TITLE, event_type: first.event_type, area_id: first.area_id, organiser_id: first.organiser_id, starts_on: first.starts_on, ends_on: first.ends_on, schemes: first.schemes, status: 'held', headcounts: [{ measure: 'people', count: 1300 }] }
    await office.api.post('/events', again)
    await office.at(page, '#/events', 'Sự kiện')
    await office.at(page, `#/events/${first.id}`, TITLE)
    await page.getByRole('button', { name: 'Gộp bản ghi trùng' }).click()
    const merge = page.getByRole('dialog', { name: 'Gộp bản ghi trùng' })
    await merge.getByLabel('Bản ghi kia').fill('hoi nghi thu cua ban')
    await page.waitForFunction(() => document.querySelectorAll('dialog [role=option]').length === 2)
    // The newest first is the one entered last.
    const all = await office.api.all(`/events?q=${encodeURIComponent(TITLE)}`)
    await merge.getByRole('option').nth(all.findIndex((one) => one.id !== first.id)).click()
    await merge.getByRole('button', { name: 'Gộp', exact: true }).click()
    await page.getByRole('heading', { name: 'Đã gộp vào đây' }).waitFor()
    assert.equal((await office.api.get(`/events/${first.id}`)).origins.length, 1)
    await page.getByRole('status').getByRole('button', { name: 'Hoàn tác' }).click()
    await page.getByRole('heading', { name: 'Đã gộp vào đây' }).waitFor({ state: 'detached' })
    assert.equal((await office.api.get(`/events/${first.id}`)).origins.length, 0)
  })

  test('a question is noted, and answered', async () => {
    const { office, page } = at
    const first = (await office.api.all(`/events?q=${encodeURIComponent(TITLE)}`))[0]
    await office.at(page, '#/events', 'Sự kiện')
    await office.at(page, `#/events/${first.id}`, TITLE)
    await page.getByRole('button', { name: 'Ghi câu hỏi' }).click()
    const ask = page.getByRole('dialog', { name: 'Ghi câu hỏi' })
    await ask.getByLabel('Câu hỏi').fill('Nghỉ đóng ba tháng có mất quyền lợi không?')
    await ask.getByRole('button', { name: 'Lưu' }).click()
    await page.getByRole('button', { name: /^Ghi câu trả lời/ }).click()
    const reply = page.getByRole('dialog', { name: 'Ghi câu trả lời' })
    await reply.getByLabel('Trả lời').fill('Không mất; thời gian đã đóng được bảo lưu.')
    await reply.getByRole('button', { name: 'Lưu' }).click()
    await page.getByText('thời gian đã đóng được bảo lưu').waitFor()
    assert.equal((await office.api.get(`/events/${first.id}/questions`))[0].answer, 'Không mất; thời gian đã đóng được bảo lưu.')
  })

  test('what people ask stands on the page of the campaign, and leads to the questions', async () => {
    const { office, page } = at
    const event = (await office.api.all('/events')).find((one) => one.campaign_id && ['held', 'closed'].includes(one.status))
    for (const question of ['Đóng ở đâu?', 'Đóng theo quý được không?']) await office.api.post(`/events/${event.id}/questions`, { topic: 'Mức đóng (mẫu)', question })
    const campaign = await office.api.get(`/campaigns/${event.campaign_id}`)
    await office.at(page, `#/campaigns/${campaign.id}`, campaign.name)
    const topic = page.getByRole('row').filter({ hasText: 'Mức đóng (mẫu)' })
    await topic.getByRole('cell', { name: '2' }).first().waitFor()
    await office.accessible(page, 'a campaign with questions')
    await topic.getByRole('link').first().click()
    await page.getByText('Đóng theo quý được không?').waitFor()
    assert.equal(await page.locator('tbody tr').count(), 2)
  })

  test('an online event has venue points; who was there is recorded, taken out, and put back', async () => {
    const { office, page } = at
    const area = office.api.user.grants[0].area_id
    const [first] = await office.api.all(`/events?area_id=${area}&status=held`)
    await office.at(page, '#/events', 'Sự kiện')
    await office.at(page, `#/events/${first.id}`, first.title)
    await page.getByRole('button', { name: 'Sửa', exact: true }).click()
    const change = page.getByRole('dialog', { name: 'Sửa sự kiện' })
    await change.getByRole('button', { name: 'Thêm điểm cầu' }).click()
    const point = change.getByRole('group', { name: 'Điểm cầu 1' })
    await point.getByLabel('Tên điểm cầu').fill('Nhà văn hóa Mẫu')
    await point.getByRole('button', { name: 'Thêm số người dự' }).click()
    await point.getByLabel('Số', { exact: true }).fill('40')
    await office.accessible(page, 'a venue point')
    await change.getByRole('button', { name: 'Lưu' }).click()
    await change.waitFor({ state: 'detached' })
    await page.getByText('Nhà văn hóa Mẫu').waitFor()
    const [venue] = (await office.api.get(`/events/${first.id}`)).venues
    assert.deepEqual([venue.name, venue.headcounts.map((one) => one.count)], ['Nhà văn hóa Mẫu', [40]])

    const there = async () => (await office.api.get(`/events/${first.id}/attendees`)).items.map((one) => one.person_id)
    const person = (await office.api.get(`/persons?area_id=${area}&limit=1`)).items[0]
    await page.getByText('Chưa ghi ai đã dự.').waitFor()
    await page.getByRole('button', { name: 'Ghi người đã dự' }).click()
    const add = page.getByRole('dialog', { name: 'Ghi người đã dự' })
    assert.equal(await add.getByRole('button', { name: 'Lưu' }).isDisabled(), true)
    await add.getByLabel('Tìm người theo tên').fill(person.full_name)
    await add.getByRole('option', { name: person.citizen_id }).click()
    await office.accessible(page, 'who was there')
    await add.getByRole('button', { name: 'Lưu' }).click()
    await page.getByText('Đã ghi 1 người đã dự.').waitFor()
    assert.deepEqual(await there(), [person.id])
    const out = page.getByRole('button', { name: new RegExp(`^Bỏ ?: ${person.full_name}`) })
    await out.click()
    await page.getByText(`Đã bỏ ${person.full_name} khỏi người đã dự.`).waitFor()
    await page.getByText('Chưa ghi ai đã dự.').waitFor()
    assert.deepEqual(await there(), [])
    await page.getByRole('status').getByRole('button', { name: 'Hoàn tác' }).click()
    await out.waitFor()
    assert.deepEqual(await there(), [person.id])
    assert.ok(!office.front.requests.some((line) => decodeURIComponent(line).includes(person.full_name)))
  })
}
