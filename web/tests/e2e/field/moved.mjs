/** Somebody is given another commune while work of the old one still waits on the phone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { becomes } from '../browser.mjs'
import { households, signedIn } from '../server.mjs'
import { open, seen, sendAll, send, stage, tab, visitsOf, waits } from '../stage.mjs'

/** As long as a name gets. */
const LONG = 'Khóm Mười Hai Nguyễn Thị Minh Khai Khu Tái Định Cư Kênh Xáng Đông Nàng Rền Mở Rộng Giai Đoạn Hai'.slice(0, 90)

test('who is moved to another commune loses no visit, and is told', async () => {
  const { page, phone, server, worker, area } = stage
  const before = (await visitsOf()).length
  await tab('Danh sách')
  await phone.context.setOffline(true)
  await page.getByRole('button', { name: /^Vắng nhà/ }).first().tap()
  await waits(1)
  const admin = await signedIn(server, 'quantri')
  const commune = (await admin.get('/areas?code=31834')).items.at(-1)
  const next = await admin.post('/areas', { parent_id: commune.id, kind: 'khom', name: LONG })
  const grants = await admin.get(`/users/${worker.user.id}/grants`)
  await admin.post(`/users/${worker.user.id}/grants`, { role: 'field_worker', area_id: next.id })
  await admin.delete(`/grants/${grants[0].id}`)
  await phone.context.setOffline(false)
  await send()
  await page.getByText('Địa bàn giao cho bạn đã đổi').waitFor()
  await page.getByText(LONG.slice(0, 60)).first().waitFor()
  await page.locator('.badge').waitFor({ state: 'detached' })
  await becomes(() => page.locator('.card').count(), 0, 'the old households have left the phone')
  await seen('moved')
  await tab('Chờ gửi')
  await page.getByText('Ghi ở địa bàn nay không còn giao cho bạn').waitFor()
  const [door] = households(next.id, 1, 900)
  await admin.post(`/users/${worker.user.id}/grants`, { role: 'field_worker', area_id: area })
  stage.worker = await signedIn(server, worker.user.username)
  await stage.worker.push(door.ops)
  await sendAll()
  await open(`/door/${door.id}`)
  await page.getByRole('heading', { name: door.name, level: 1 }).waitFor()
  await seen('long-name')
  // As it was, for what comes after.
  const there = (await admin.get(`/users/${worker.user.id}/grants`)).find((one) => one.area_id === next.id)
  await admin.delete(`/grants/${there.id}`)
  stage.worker = await signedIn(server, worker.user.username)
  assert.equal((await visitsOf()).length, before + 1)
})
