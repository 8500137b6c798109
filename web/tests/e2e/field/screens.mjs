/** The map, the settings, the fingerprint, and everything at twice the size. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessible, becomes, looksTheSame, VIEW } from '../browser.mjs'
import { COUNT, looks, PIN, seen, stage, tab } from '../stage.mjs'

test('the map and the settings', async () => {
  await tab('Bản đồ')
  await stage.page.getByRole('img', { name: /^Sơ đồ các hộ/ }).waitFor()
  await becomes(() => stage.page.locator('.plan g > *').count(), COUNT)
  await seen('map')
  await stage.page.getByRole('link', { name: 'Cài đặt' }).tap()
  await stage.page.getByText(`${COUNT} hộ, ${COUNT * 2} người`).waitFor()
  if (looks) await accessible(stage.page, 'settings')
})

test('opens with a fingerprint where the phone derives secrets from one', async () => {
  const cdp = await stage.phone.context.newCDPSession(stage.page)
  await cdp.send('WebAuthn.enable')
  const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, hasPrf: true, automaticPresenceSimulation: true }
  await cdp.send('WebAuthn.addVirtualAuthenticator', { options })
  await tab('Danh sách')
  await stage.page.getByRole('link', { name: 'Cài đặt' }).tap()
  await stage.page.getByRole('button', { name: 'Dùng vân tay để mở khóa' }).tap()
  await stage.page.getByLabel('Mã PIN đang dùng').fill(PIN)
  await stage.page.getByRole('button', { name: 'Tiếp tục' }).tap()
  await stage.page.getByRole('button', { name: 'Thôi dùng vân tay' }).waitFor()
  await stage.page.reload()
  await stage.page.getByRole('button', { name: 'Mở bằng vân tay' }).tap()
  await stage.page.getByRole('navigation').waitFor()
  await cdp.send('WebAuthn.disable')
  await cdp.detach()
})

test('is whole and usable at twice the size', { skip: !looks }, async () => {
  await stage.page.setViewportSize({ width: VIEW.width / 2, height: VIEW.height / 2 })
  try {
    for (const name of ['Danh sách', 'Kết quả', 'Chờ gửi', 'Bản đồ', 'Danh sách']) {
      await tab(name)
      await accessible(stage.page, `${name} at twice the size`)
    }
    await looksTheSame(stage.page, 'list-twice')
    await stage.page.getByRole('button', { name: /^Ghi kết quả/ }).tap()
    await stage.page.getByRole('dialog').getByRole('button', { name: 'Hẹn lại' }).tap()
    await seen('sheet-twice')
    await stage.page.getByRole('button', { name: 'Đóng' }).tap()
  } finally {
    await stage.page.setViewportSize(VIEW)
  }
})
