/** What the server says of what was done: refusals, values that met. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seen, send, stage, tab, visitsOf, waits } from '../stage.mjs'

test('a refusal stays on the phone with the reason, until somebody has read it', async () => {
  const before = (await visitsOf()).length
  stage.front.rewrite = (body) => body.replaceAll('"not_home"', '"danced"')
  await stage.page.getByRole('button', { name: /^Vắng nhà/ }).first().tap()
  await waits(1)
  await send()
  await stage.page.locator('.badge.bad').waitFor()
  stage.front.rewrite = null
  await tab('Chờ gửi')
  await stage.page.getByRole('heading', { name: 'Bị từ chối' }).waitFor()
  assert.match(await stage.page.locator('.ops .note.bad').innerText(), /\p{L}{3}/u)
  await seen('refused')
  await stage.page.getByRole('button', { name: 'Đã xem' }).tap()
  await stage.page.locator('.badge.bad').waitFor({ state: 'detached' })
  assert.equal((await visitsOf()).length, before)
  await tab('Danh sách')
})

test('two who change one household see both values', async () => {
  const door = stage.doors[3]
  await stage.page.goto(`${stage.front.url}/field/#/door/${door.id}`)
  await stage.page.getByRole('heading', { name: door.name }).waitFor()
  await seen('household')
  await stage.phone.context.setOffline(true)
  const rev = (await stage.worker.get('/sync/manifest')).feed
  await stage.worker.push([{ entity: 'household', entity_id: door.id, kind: 'patch', base: { feed_epoch: rev.feed_epoch, rev: rev.head }, fields: { landmark: 'sau chợ' } }])
  await stage.page.getByRole('button', { name: 'Sửa thông tin hộ' }).tap()
  await stage.page.getByLabel('Mốc để tìm nhà').fill('cạnh trường học')
  await stage.page.getByRole('button', { name: 'Lưu', exact: true }).tap()
  await waits(1)
  await stage.phone.context.setOffline(false)
  await send()
  await stage.page.locator('.badge.bad').waitFor()
  await tab('Chờ gửi')
  await stage.page.getByText('cạnh trường học').waitFor()
  await stage.page.getByText('sau chợ').waitFor()
  await seen('conflict')
  await stage.page.getByRole('button', { name: 'Đã xem' }).first().tap()
  await stage.page.locator('.badge').waitFor({ state: 'detached' })
})
