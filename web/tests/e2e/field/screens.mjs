/** The map, the settings, the fingerprint, and everything at twice the size. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessible, becomes, looksTheSame, VIEW } from '../browser.mjs'
import { walkedByKeys } from '../keys.mjs'
import { COUNT, looks, open, PIN, seen, stage, tab, usableAtTwice } from '../stage.mjs'

/** Screens of a volunteer, and what is there when they are; those of others are tried where they are used. */
const PLACES = [
  ['/', '.card.next'],
  ['/map', '.plan'],
  ['/results', '.figures'],
  ['/outbox', '.figures'],
  ['/settings', 'h2'],
  ['/door/:id', 'h1'],
  ['/enrol/:id', '.steps'],
  ['/new', 'form'],
]

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
  const door = stage.doors[5].id
  for (const [place, there] of PLACES) {
    await open(place.replace(':id', door))
    await stage.page.locator(there).first().waitFor()
    await usableAtTwice(place)
  }
  await open('/')
  await stage.page.setViewportSize({ width: VIEW.width / 2, height: VIEW.height / 2 })
  try {
    await looksTheSame(stage.page, 'list-twice')
    await stage.page.getByRole('button', { name: /^Ghi kết quả/ }).tap()
    await stage.page.getByRole('dialog').getByRole('button', { name: 'Hẹn lại' }).tap()
    await seen('sheet-twice')
    await walkedByKeys(stage.page, 'the sheet at twice the size')
    await stage.page.getByRole('button', { name: 'Đóng' }).tap()
  } finally {
    await stage.page.setViewportSize(VIEW)
  }
})
