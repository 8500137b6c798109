/** Maps in a real browser, with the real server's answers: points where nothing was imported, boundaries where they were, and Hoàng Sa and Trường Sa on every picture. */
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { build } from 'vite'
import { accessible, asKept, startDesk } from './browser.mjs'
import { KIND } from './databases.mjs'
import { signedIn, startServer } from './server.mjs'

const WEB = path.resolve(import.meta.dirname, '../..')
/** The project ships no boundaries; an operator's file may lie beside it. */
const BOUNDARIES = process.env.TUNGNHA_TEST_BOUNDARIES ?? path.resolve(WEB, '../../shared/data/communes_2025.topojson')
const HARNESS = path.join(import.meta.dirname, 'maps/harness.js')
let server, analyst, folder, site, desk, page
const errors = []

async function bundle() {
  await build({
    root: WEB,
    configFile: false,
    logLevel: 'error',
    plugins: [svelte()],
    build: { outDir: path.join(folder, 'dist'), assetsInlineLimit: 0, rolldownOptions: { input: HARNESS, output: { entryFileNames: 'harness.js', assetFileNames: '[name][extname]' } } },
  })
}

function serve() {
  const html = '<!doctype html><html lang="vi"><meta charset="utf-8"><title>Bản đồ</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/harness.css"><main style="padding:16px;background:#fff"><h1 class="sr">Bản đồ</h1><div id="app"></div></main><script type="module" src="/harness.js"></script></html>'
  const types = { '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' }
  const listening = createServer((request, answer) => {
    const name = path.join(folder, 'dist', path.normalize(new URL(request.url, 'http://x').pathname))
    if (request.url === '/') return answer.setHeader('content-type', 'text/html').end(html)
    if (!existsSync(name)) return answer.writeHead(404).end()
    return answer.setHeader('content-type', types[path.extname(name)] ?? 'text/plain').end(readFileSync(name))
  })
  return new Promise((done) => listening.listen(0, '127.0.0.1', () => done(listening)))
}

const area = async (code, on = '2026-11-25') => (await analyst.get(`/areas?code=${code}&on=${on}`)).items[0]

/** Figures that follow from the code, so that a picture is the same on every run; every ninth area has none. */
const figuresOf = (map) =>
  map.areas.map((one, n) => [one.id, { value: n % 9 === 4 ? null : 60 + ((Number(one.code) * 7919) % 3500) / 100 }])

async function show(map, more = {}) {
  await page.evaluate((props) => globalThis.show(props), {
    map,
    figures: figuresOf(map),
    label: 'Tỷ lệ bao phủ BHYT theo địa bàn',
    valueHead: 'Tỷ lệ',
    ...more,
  })
  await page.locator('.area-map svg[role=listbox]').waitFor()
}
const seen = async (name) => {
  if (KIND !== 'sqlite') return
  await accessible(page, name)
  await asKept(page, name)
}
const mapOf = (one, query = '') => analyst.get(`/areas/${one.id}/map${query}`)
const named = () => page.locator('.area-map svg .name').allTextContents()

before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tungnha-maps-'))
  server = await startServer()
  analyst = await signedIn(server, 'bantuyengiao')
  await bundle()
  site = await serve()
  desk = await startDesk()
  const context = await desk.person({ viewport: { width: 900, height: 700 } })
  page = await context.newPage()
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  await page.goto(`http://127.0.0.1:${site.address().port}/`)
  await page.waitForFunction(() => globalThis.show)
})

after(async () => {
  await desk?.stop()
  site?.close()
  await server?.stop()
  if (folder) rmSync(folder, { recursive: true, force: true })
})

test('without boundaries each area is a dot, and the archipelagos are there', async () => {
  const country = await mapOf(await area('VN'))
  await show(country)
  assert.equal(await page.locator('.area-map .area circle').count(), 34)
  assert.deepEqual((await named()).sort(), ['Quần đảo Hoàng Sa', 'Quần đảo Trường Sa'])
  await page.getByText('Chưa nhập ranh giới').waitFor()
  await seen('map-country-dots')
  await show(await mapOf(await area('48')))
  assert.deepEqual(await named(), ['Quần đảo Hoàng Sa'])
  assert.equal(await page.getByRole('option', { name: /^Đặc khu Hoàng Sa/ }).count(), 1)
  await seen('map-da-nang-dots')
  await show(await mapOf(await area('56')))
  assert.deepEqual(await named(), ['Quần đảo Trường Sa'])
  await show(await mapOf(await area('96')))
  assert.deepEqual(await named(), [])
})

test('the keys lead over the map, and Enter opens', async () => {
  const province = await mapOf(await area('96'))
  await show(province)
  const map = page.locator('.area-map svg[role=listbox]')
  const current = async () => (await page.locator('.area-map .said b').textContent()).trim()
  await page.evaluate(() => { location.hash = '' })
  await map.focus()
  const first = await current()
  assert.equal(await map.getAttribute('aria-activedescendant'), await page.getByRole('option', { selected: true }).getAttribute('id'))
  await page.keyboard.press('ArrowRight')
  const second = await current()
  assert.notEqual(second, first)
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('End')
  const last = await current()
  assert.equal(last, province.areas.at(-1).full_name)
  await page.keyboard.press('+')
  await page.getByRole('button', { name: 'Toàn bản đồ' }).waitFor()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Toàn bản đồ' }).waitFor({ state: 'detached' })
  const opened = await page.getByRole('option', { selected: true }).getAttribute('id')
  await page.keyboard.press('Enter')
  assert.ok(opened.endsWith(new URL(page.url()).hash.slice(2)), 'Enter opens the area')
  await page.getByText('Xem bảng số liệu').click()
  assert.equal(await page.locator('.area-map tbody tr').count(), province.areas.length)
  await page.getByText('chưa có số liệu').first().waitFor()
})

test('imported boundaries are drawn, and say who drew them', async (t) => {
  if (!existsSync(BOUNDARIES)) return t.skip(`no boundaries at ${BOUNDARIES}; set TUNGNHA_TEST_BOUNDARIES`)
  server.run(['import', 'boundaries', BOUNDARIES, '--source', 'Người vẽ mẫu'])
  const province = await mapOf(await area('96'))
  await show(province, { marked: province.areas[7].id })
  assert.equal(await page.locator('.area-map .area path').count(), 64)
  await page.getByText('Ranh giới: Người vẽ mẫu').waitFor()
  await page.locator('.area-map .area').nth(20).hover()
  await page.locator('.area-map .name').waitFor()
  await seen('map-province')
  await page.getByRole('button', { name: 'Phóng to' }).click()
  await seen('map-province-closer')
  await show(await mapOf(await area('VN')))
  assert.deepEqual((await named()).sort(), ['Quần đảo Hoàng Sa', 'Quần đảo Trường Sa'])
  await seen('map-country')
  await show(await mapOf(await area('48')))
  assert.deepEqual(await named(), ['Quần đảo Hoàng Sa'])
  await seen('map-da-nang')
  await show(await mapOf(await area('56')))
  assert.deepEqual(await named(), ['Quần đảo Trường Sa'])
  await seen('map-khanh-hoa')
  assert.deepEqual(errors, [])
})

test('nothing goes wrong in the page', () => assert.deepEqual(errors, []))
