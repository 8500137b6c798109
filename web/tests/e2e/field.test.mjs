/** The field app in a real browser against the real server: what people do at doors, with and without a network. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { accessible, looksTheSame, startPhone, VIEW } from './browser.mjs'
import { startFront } from './front.mjs'
import { bundlesAndOperations, everythingStored, framesOfAScroll, reactionToATap } from './in-page.mjs'
import { households, KIND, signedIn, startServer, USER } from './server.mjs'

const PIN = '402817'
const COUNT = 28
// Budgets are held where nothing else runs: `make bench-web`. Elsewhere they are only said.
const MEASURED = process.env.TUNGNHA_WEB_SPEED === '1'
let server, front, phone, page, doors, worker, area
const errors = []
/** Pictures and accessibility need looking at once, not on both databases. */
const looks = KIND === 'sqlite'

const seen = async (name) => {
  if (!looks) return
  await accessible(page, name)
  await looksTheSame(page, name)
}
const watch = (one) => {
  one.on('pageerror', (error) => errors.push(String(error)))
  one.on('console', (message) => {
    // A browser calls every lost answer an error; the app says it in words.
    if (message.type() === 'error' && !/Failed to load resource|net::ERR/.test(message.text())) errors.push(message.text())
  })
}
const unlock = async (one = page, pin = PIN) => {
  await one.getByLabel('Mã PIN').fill(pin)
  await one.getByRole('navigation').waitFor()
}
const tab = (name) => page.getByRole('navigation').getByRole('link', { name }).tap()
const visitsOf = async () => worker.all('/visits')
const quiet = (one = page, timeout = 30_000) =>
  one.waitForFunction(() => !document.querySelector('.badge') && document.querySelector('.sync.calm'), undefined, { timeout })
/** Waiting things, as the tab says. */
const waits = (count) => page.locator('.badge', { hasText: new RegExp(`^${count}$`) }).waitFor()
/** Somebody presses the state of the network: everything goes now. */
const send = (one = page) => one.locator('.sync').tap()

before(async () => {
  server = await startServer()
  worker = await signedIn(server, USER)
  area = worker.user.grants[0].area_id
  doors = households(area, COUNT)
  await worker.push(doors.flatMap((door) => door.ops))
  front = await startFront(server)
  console.log(front.own ? 'the server was built without the app: dist/ is served beside it' : 'the app as the server serves it')
  phone = await startPhone()
  page = phone.context.pages()[0]
  watch(page)
})

after(async () => {
  await phone?.stop()
  await front?.stop()
  await server?.stop()
})

test('signs in, chooses a PIN and fetches what the API has', async () => {
  await page.goto(`${front.url}/field/`)
  await page.getByLabel('Tên đăng nhập').waitFor()
  await seen('sign-in')
  await page.getByLabel('Tên đăng nhập').fill(USER)
  await page.getByLabel('Mật khẩu').fill('sai mật khẩu')
  await page.getByRole('button', { name: 'Đăng nhập' }).tap()
  await page.getByRole('alert').waitFor()
  await page.getByLabel('Mật khẩu').fill(server.password)
  await page.getByRole('button', { name: 'Đăng nhập' }).tap()
  await page.getByRole('heading', { name: 'Đặt mã PIN' }).waitFor()
  await page.getByLabel('Mã PIN', { exact: true }).fill('123456')
  await page.getByLabel('Nhập lại mã PIN').fill('123456')
  await page.getByRole('button', { name: 'Tiếp tục' }).tap()
  await page.getByText('dễ đoán').waitFor()
  await seen('new-pin')
  await page.getByLabel('Mã PIN', { exact: true }).fill(PIN)
  await page.getByLabel('Nhập lại mã PIN').fill(PIN)
  await page.getByRole('button', { name: 'Tiếp tục' }).tap()
  await quiet()
  const there = await worker.all('/households')
  await page.getByRole('button', { name: `Tất cả ${there.length}` }).waitFor()
  assert.equal(there.length, COUNT)
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.waitForFunction(() => navigator.serviceWorker.controller)
  await seen('list')
})

test('finds without accents, and filters', async () => {
  await page.getByRole('button', { name: 'Tìm' }).tap()
  await page.getByRole('searchbox').fill('dang mau 06')
  await page.getByText('1 hộ', { exact: true }).waitFor()
  await seen('search')
  await page.getByRole('searchbox').fill('không có ai tên này')
  await page.getByText('Không tìm thấy hộ nào.').waitFor()
  await seen('nothing-found')
  await page.getByRole('searchbox').fill('')
  await page.getByRole('button', { name: 'Tìm' }).tap()
  await page.getByRole('button', { name: /^Sắp hết hạn 7$/ }).tap()
  assert.equal(await page.locator('.card').count(), 7)
  await page.getByRole('button', { name: /^Đến hẹn 5$/ }).tap()
  assert.equal(await page.locator('.card').count(), 5)
  await page.getByRole('button', { name: /^Việc hôm nay/ }).tap()
})

test('nobody home takes two taps at the most, met and refused four', async () => {
  const first = await page.locator('.card.next .name').innerText()
  let taps = 0
  const tap = async (target) => {
    taps += 1
    await target.tap()
  }
  await tap(page.getByRole('button', { name: /^Ghi kết quả/ }))
  await page.getByRole('dialog').waitFor()
  await seen('sheet')
  await tap(page.getByRole('dialog').getByRole('button', { name: 'Không gặp ai' }))
  await page.locator('.toast').waitFor()
  assert.equal(taps, 2, 'nobody home, from the sheet')
  assert.notEqual(await page.locator('.card.next .name').innerText(), first, 'the next door opens by itself')
  await seen('saved')

  taps = 0
  await tap(page.getByRole('button', { name: /^Vắng nhà/ }).first())
  assert.equal(taps, 1, 'nobody home, from the card')

  taps = 0
  await tap(page.getByRole('button', { name: /^Ghi kết quả/ }))
  await tap(page.getByRole('dialog').getByRole('button', { name: 'Từ chối' }))
  await seen('sheet-refused')
  await tap(page.getByRole('dialog').getByRole('button', { name: 'Khó khăn về tiền' }))
  await tap(page.getByRole('button', { name: 'Lưu, sang hộ tiếp theo' }))
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  assert.equal(taps, 4, 'met and refused, with a reason')
  await send()
  await quiet()
  const noted = await visitsOf()
  assert.equal(noted.length, 3)
  assert.equal(noted.find((visit) => visit.outcome === 'refused').reason, 'money')
})

test('what was done can be taken back for ten seconds, and then nobody hears of it', async () => {
  await page.getByRole('button', { name: /^Vắng nhà/ }).first().tap()
  await waits(1)
  await page.getByRole('button', { name: 'Hoàn tác' }).tap()
  await page.locator('.badge').waitFor({ state: 'detached' })
  await send()
  await quiet()
  assert.equal((await visitsOf()).length, 3)
})

test('works without a network, also when it was closed and opened again', async () => {
  await phone.context.setOffline(true)
  await page.getByText('Ngoại tuyến').waitFor()
  await page.getByRole('button', { name: 'Chọn nhiều' }).tap()
  const boxes = page.locator('.card:not(.done) input[type=checkbox]')
  for (const place of [0, 1, 2]) await boxes.nth(place).tap()
  await seen('choosing')
  await page.getByRole('button', { name: 'Không gặp ai' }).tap()
  await waits(3)
  await page.getByRole('button', { name: /^Ghi kết quả/ }).tap()
  await page.getByRole('dialog').getByRole('button', { name: 'Hẹn lại' }).tap()
  await page.getByRole('button', { name: 'Ngày mai' }).tap()
  await page.getByText('Từng người muốn tham gia gì?').tap()
  await page.getByRole('button', { name: 'Muốn' }).first().tap()
  await page.getByRole('button', { name: 'Thêm ghi chú' }).tap()
  await page.getByLabel('Ghi chú').fill('Hẹn gặp bà Mẫu sau vụ lúa')
  await page.getByRole('button', { name: 'Lưu, sang hộ tiếp theo' }).tap()
  await waits(4)
  await page.close()
  page = await phone.context.newPage()
  watch(page)
  await page.goto(`${front.url}/field/`)
  await page.getByText('Còn 4 việc chưa gửi').waitFor()
  await seen('locked')
})

test('while it is locked nothing personal can be read on the phone', async () => {
  const stored = await page.evaluate(everythingStored)
  assert.ok(stored.length > 10_000, 'something was read at all')
  for (const secret of ['Nguyễn', 'Phượng', 'Mẫu Con', 'Ngõ 12', 'vụ lúa', '0912', USER, 'tinhnguyen', 'appointment']) {
    // The list of outcomes names each of them; nobody is named beside it.
    const text = secret === 'appointment' ? stored.replaceAll('code=appointment', '') : stored
    assert.ok(!text.includes(secret), `${secret} lies open`)
  }
  assert.ok(front.requests.every((request) => !/Nguy|0912|vụ/.test(decodeURIComponent(request))), 'nor in an address')
})

test('back online everything arrives once, and the screen says what the API says', async () => {
  await unlock()
  await waits(4)
  await phone.context.setOffline(false)
  await send()
  await quiet()
  const visits = await visitsOf()
  assert.equal(visits.length, 7)
  const promised = visits.find((visit) => visit.outcome === 'appointment')
  assert.equal(promised.interests[0].interest, 'yes')
  assert.equal(promised.note, 'Hẹn gặp bà Mẫu sau vụ lúa')
  await tab('Kết quả')
  await page.getByRole('heading', { name: 'Kết quả hôm nay' }).waitFor()
  assert.deepEqual(await page.locator('.figures dd').allInnerTexts(), ['7', '2', '0'])
  await seen('results')
  await tab('Chờ gửi')
  await page.getByText('Mọi việc đã ghi đều đã được máy chủ trả lời.').waitFor()
  await seen('outbox')
})

test('an answer that is lost after the commit doubles nothing', async () => {
  await tab('Danh sách')
  front.fault = 'lose-answer'
  await page.getByRole('button', { name: /^Vắng nhà/ }).first().tap()
  await send()
  await page.waitForFunction(() => document.querySelector('.sync')?.textContent?.includes('Ngoại tuyến') || !document.querySelector('.badge'))
  await send()
  await quiet()
  assert.equal((await visitsOf()).length, 8)
})

test('two tabs send once, and the one shows what the other did', async () => {
  const other = await phone.context.newPage()
  watch(other)
  await other.goto(`${front.url}/field/`)
  await unlock(other)
  await quiet(other)
  await other.getByRole('button', { name: /^Vắng nhà/ }).first().tap()
  await waits(1)
  await page.getByRole('button', { name: /^Vắng nhà/ }).first().tap()
  await other.locator('.badge', { hasText: /^2$/ }).waitFor()
  await Promise.all([send(page), send(other)])
  await Promise.all([quiet(page), quiet(other)])
  assert.equal((await visitsOf()).length, 10)
  await other.close()
})

test('a server that dies while somebody sends loses and doubles nothing', async () => {
  await page.getByRole('button', { name: /^Vắng nhà/ }).first().tap()
  await server.kill()
  await send()
  await page.getByText('Ngoại tuyến').waitFor()
  await waits(1)
  await server.start()
  worker = await signedIn(server, USER)
  await send()
  await quiet()
  assert.equal((await visitsOf()).length, 11)
})

test('a refusal stays on the phone with the reason, until somebody has read it', async () => {
  front.rewrite = (body) => body.replaceAll('"not_home"', '"danced"')
  await page.getByRole('button', { name: /^Vắng nhà/ }).first().tap()
  await send()
  await page.locator('.badge.bad').waitFor()
  front.rewrite = null
  await tab('Chờ gửi')
  await page.getByRole('heading', { name: 'Bị từ chối' }).waitFor()
  assert.match(await page.locator('.ops .note.bad').innerText(), /\p{L}{3}/u)
  await seen('refused')
  await page.getByRole('button', { name: 'Đã xem' }).tap()
  await page.locator('.badge.bad').waitFor({ state: 'detached' })
  assert.equal((await visitsOf()).length, 11)
  await tab('Danh sách')
})

test('two who change one household see both values', async () => {
  const door = doors[3]
  await page.goto(`${front.url}/field/#/door/${door.id}`)
  await page.getByRole('heading', { name: door.name }).waitFor()
  await seen('household')
  await phone.context.setOffline(true)
  const rev = (await worker.get('/sync/manifest')).feed
  await worker.push([{ entity: 'household', entity_id: door.id, kind: 'patch', base: { feed_epoch: rev.feed_epoch, rev: rev.head }, fields: { landmark: 'sau chợ' } }])
  await page.getByRole('button', { name: 'Sửa thông tin hộ' }).tap()
  await page.getByLabel('Mốc để tìm nhà').fill('cạnh trường học')
  await page.getByRole('button', { name: 'Lưu', exact: true }).tap()
  await waits(1)
  await phone.context.setOffline(false)
  await send()
  await page.locator('.badge.bad').waitFor()
  await tab('Chờ gửi')
  await page.getByText('cạnh trường học').waitFor()
  await page.getByText('sau chợ').waitFor()
  await seen('conflict')
  await page.getByRole('button', { name: 'Đã xem' }).first().tap()
  await page.locator('.badge').waitFor({ state: 'detached' })
})

test('the map and the settings', async () => {
  await tab('Bản đồ')
  await page.getByRole('img', { name: /^Sơ đồ các hộ/ }).waitFor()
  assert.equal(await page.locator('.plan g > *').count(), COUNT)
  await seen('map')
  await page.getByRole('link', { name: 'Cài đặt' }).tap()
  await page.getByText(`${COUNT} hộ, ${COUNT * 2} người`).waitFor()
  if (looks) await accessible(page, 'settings')
})

test('a clock that is wrong by days and a phone that is nearly full are told, and nothing stops', async () => {
  await page.evaluate(() => {
    const real = Date.now
    Date.now = () => real() - 3 * 86_400_000
    navigator.storage.estimate = async () => ({ usage: 95, quota: 100 })
  })
  await send()
  await page.getByText('Đồng hồ của máy chậm 4.320 phút').waitFor()
  await page.getByText('Bộ nhớ dành cho ứng dụng đã dùng 95 %').waitFor()
  if (looks) await accessible(page, 'warnings')
  await page.reload()
  await unlock()
})

test('opens with a fingerprint where the phone derives secrets from one', async () => {
  const cdp = await phone.context.newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, hasPrf: true, automaticPresenceSimulation: true }
  await cdp.send('WebAuthn.addVirtualAuthenticator', { options })
  await tab('Danh sách')
  await page.getByRole('link', { name: 'Cài đặt' }).tap()
  await page.getByRole('button', { name: 'Dùng vân tay để mở khóa' }).tap()
  await page.getByLabel('Mã PIN đang dùng').fill(PIN)
  await page.getByRole('button', { name: 'Tiếp tục' }).tap()
  await page.getByRole('button', { name: 'Thôi dùng vân tay' }).waitFor()
  await page.reload()
  await page.getByRole('button', { name: 'Mở bằng vân tay' }).tap()
  await page.getByRole('navigation').waitFor()
  await cdp.send('WebAuthn.disable')
  await cdp.detach()
})

test('is whole and usable at twice the size', { skip: !looks }, async () => {
  await page.setViewportSize({ width: VIEW.width / 2, height: VIEW.height / 2 })
  try {
    for (const name of ['Danh sách', 'Kết quả', 'Chờ gửi', 'Bản đồ', 'Danh sách']) {
      await tab(name)
      await accessible(page, `${name} at twice the size`)
    }
    await looksTheSame(page, 'list-twice')
    await page.getByRole('button', { name: /^Ghi kết quả/ }).tap()
    await page.getByRole('dialog').getByRole('button', { name: 'Hẹn lại' }).tap()
    await seen('sheet-twice')
    await page.getByRole('button', { name: 'Đóng' }).tap()
  } finally {
    await page.setViewportSize(VIEW)
  }
})

test('an ended session asks for the password and keeps everything', async () => {
  await tab('Danh sách')
  await page.getByRole('button', { name: /^Vắng nhà/ }).first().tap()
  await waits(1)
  await page.reload()
  front.fault = 'signed-out'
  await unlock()
  await page.getByText('Cần đăng nhập lại để gửi.').waitFor()
  await waits(1)
  await seen('sign-in-again')
  front.fault = null
  await page.getByLabel(/^Mật khẩu của/).fill(server.password)
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).tap()
  await page.getByText('Cần đăng nhập lại để gửi.').waitFor({ state: 'detached' })
  await send()
  await quiet()
  assert.equal((await visitsOf()).length, 12)
})

test('a newer app is taken when somebody says so, with the work that waits', async () => {
  await phone.context.setOffline(true)
  await page.getByRole('button', { name: /^Vắng nhà/ }).first().tap()
  await waits(1)
  await phone.context.setOffline(false)
  front.fault = 'cut'
  front.newer = (text) => `${text}\n// newer`
  await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()))
  await page.getByText('Có bản mới của ứng dụng').waitFor()
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Cập nhật' }).tap()])
  await unlock()
  await waits(1)
  front.fault = null
  await send()
  await quiet()
  assert.equal((await visitsOf()).length, 13)
})

test('ten wrong PINs wipe what was fetched, and never unsent work', async () => {
  await phone.context.setOffline(true)
  await page.getByRole('button', { name: /^Vắng nhà/ }).first().tap()
  await waits(1)
  await page.reload()
  for (let tries = 1; tries <= 10; tries++) {
    await page.getByLabel('Mã PIN').fill('918273')
    if (tries < 10) await page.getByText(`Còn ${10 - tries} lần`).waitFor()
  }
  await page.getByLabel('Tên đăng nhập').waitFor()
  const bundles = await page.evaluate(bundlesAndOperations)
  assert.equal(bundles[0], 0)
  assert.ok(bundles[1] > 0)
  await phone.context.setOffline(false)
  await page.getByLabel('Tên đăng nhập').fill('canboxa')
  await page.getByLabel('Mật khẩu').fill(server.password)
  await page.getByRole('button', { name: 'Đăng nhập' }).tap()
  await page.getByRole('alert').getByText('thuộc người dùng khác').waitFor()
  await page.getByLabel('Tên đăng nhập').fill(USER)
  await page.getByRole('button', { name: 'Đăng nhập' }).tap()
  await page.getByLabel('Mã PIN', { exact: true }).fill('730196')
  await page.getByLabel('Nhập lại mã PIN').fill('730196')
  await page.getByRole('button', { name: 'Tiếp tục' }).tap()
  await page.getByRole('navigation').waitFor()
  await send()
  await quiet()
  assert.equal((await visitsOf()).length, 14)
})

test('two thousand households on a phone six times slower', { skip: !looks }, async () => {
  await worker.push(households(area, 2000 - COUNT, COUNT).flatMap((door) => door.ops.slice(0, 2)))
  await send()
  await page.getByRole('button', { name: 'Tất cả 2.000' }).waitFor({ timeout: 60_000 })
  await phone.context.setOffline(true)
  const cdp = await phone.context.newCDPSession(page)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 6 })
  let start = Date.now()
  await page.reload()
  await page.getByLabel('Mã PIN').waitFor()
  const started = Date.now() - start
  // The time of a thumb is not the app's: from the sixth digit on.
  start = Date.now()
  await page.getByLabel('Mã PIN').fill('730196')
  await page.locator('.card.next').waitFor({ timeout: 30_000 })
  const opened = Date.now() - start
  // The best of three: a disk that is busy with something else is no matter of the app.
  const reactions = []
  for (let tap = 0; tap < 3; tap++) reactions.push(await page.evaluate(reactionToATap))
  const reaction = Math.min(...reactions)
  await page.getByRole('button', { name: /^Tất cả/ }).tap()
  const scrolls = []
  for (let run = 0; run < 3; run++) scrolls.push(await page.evaluate(framesOfAScroll))
  const frames = Math.max(...scrolls)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 })
  await phone.context.setOffline(false)
  console.log(`2,000 households, 6× slower: page ${started} ms, unlocked ${opened} ms, reaction ${Math.round(reaction)} ms, scrolled at ${frames} frames/s`)
  if (!MEASURED) return
  assert.ok(started + opened < 3_000, `cold start ${started} + ${opened} ms`)
  assert.ok(reaction < 100, `reaction ${reaction} ms`)
  assert.ok(frames >= 45, `${frames} frames`)
})

test('speaks English, has an office page, and never failed without saying so', async () => {
  if (looks) {
    await send()
    await quiet()
    await page.getByRole('link', { name: 'Cài đặt' }).tap()
    await page.getByRole('button', { name: 'English' }).tap()
    await page.getByRole('heading', { name: 'Settings' }).waitFor()
    await page.getByRole('navigation').getByRole('link', { name: 'List' }).tap()
    await seen('list-english')
    await page.goto(`${front.url}/office/`)
    await page.getByRole('heading', { name: 'Từng Nhà: bàn làm việc' }).waitFor()
    if (looks) await accessible(page, 'office')
  }
  assert.deepEqual(errors, [])
})
