/** One Chromium for all tests, and what is looked at on every screen: accessibility, and whether it still looks as it did. */
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import pixelmatch from 'pixelmatch'
import { chromium } from 'playwright-core'
import { PNG } from 'pngjs'

const GOLDEN = path.join(import.meta.dirname, 'golden')
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** Share of pixels that may differ. */
const TOLERATED = 0.01
/** How long a screen may take until it says the last word. */
const SETTLES_MS = 5_000
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

export const VIEW = { width: 390, height: 844 }
export const DESK = { width: 1440, height: 900 }
/** What makes a browser a phone. */
export const HANDHELD = { viewport: VIEW, hasTouch: true, isMobile: true }
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--font-render-hinting=none']
const SETTINGS = { locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', reducedMotion: 'reduce' }

export function chromiumAt() {
  const found = [process.env.TUNGNHA_CHROMIUM, ...PLACES].find((place) => place && existsSync(place))
  if (!found) throw new Error('no Chromium: apt-get install chromium, or TUNGNHA_CHROMIUM')
  return found
}

/** A phone: its own profile, so that what it keeps outlives its pages, and the browser too. */
export async function startPhone() {
  const folder = mkdtempSync(path.join(tmpdir(), 'tungnha-phone-'))
  const phone = {
    context: null,
    async start(settings = {}) {
      phone.context = await chromium.launchPersistentContext(folder, { executablePath: chromiumAt(), headless: true, ...HANDHELD, ...SETTINGS, ...settings, args: ARGS })
      phone.context.setDefaultTimeout(15_000)
    },
    /** Switched off and on again, with a network or without. */
    async restart(settings) {
      await phone.context.close()
      await phone.start(settings)
    },
    async stop() {
      await phone.context.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await phone.start()
  return phone
}

/** A desk: one browser, in which each context is a person of their own. */
export async function startDesk() {
  const browser = await chromium.launch({ executablePath: chromiumAt(), headless: true, args: ARGS })
  return {
    /** Somebody's browser; `settings` as Playwright has them. */
    async person(settings = {}) {
      const context = await browser.newContext({ viewport: DESK, ...SETTINGS, ...settings })
      context.setDefaultTimeout(15_000)
      return context
    },
    stop: () => browser.close(),
  }
}

/** Puts axe into the page past its policy, unless it is there from the screen before. */
async function withAxe(page) {
  if (await page.evaluate(() => Boolean(globalThis.axe))) return
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Runtime.evaluate', { expression: AXE })
  await cdp.detach()
}

/** No violation of axe's rules, and all of it fits. */
export async function accessible(page, name) {
  await withAxe(page)
  const found = await page.evaluate(async (rules) => {
    const { violations } = await globalThis.axe.run(document, { runOnly: rules, resultTypes: ['violations'] })
    return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).slice(0, 3).join('; ')}`)
  }, RULES)
  assert.deepEqual(found, [], `${name}: accessibility`)
  await fits(page, name)
}

/** No target below 44 pixels, nothing wider than the screen. */
export async function fits(page, name) {
  const small = await page.evaluate(() =>
    [...document.querySelectorAll('button, a[href], select, summary, input:not([type=checkbox], [type=radio])')]
      .filter((node) => node.checkVisibility() && !node.closest('[inert]'))
      .map((node) => [node.textContent?.trim().slice(0, 30) || node.getAttribute('aria-label'), node.getBoundingClientRect()])
      .filter(([, box]) => box.width > 0 && (box.height < 43.5 || box.width < 43.5))
      .map(([text, box]) => `${text} ${Math.round(box.width)}×${Math.round(box.height)}`),
  )
  assert.deepEqual(small, [], `${name}: targets below 44 pixels`)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.ok(wide <= 0, `${name}: wider than the screen by ${wide}`)
}

/** The phone's screen as it was kept, but for the days on it. */
export async function looksTheSame(page, name) {
  // Not in the middle of a sync, which is short and shows another word.
  await page.waitForFunction(() => !/Đang gửi…|Sending…/.test(document.querySelector('.sync')?.textContent ?? ''))
  await asKept(page, name, [page.locator('.top-row p:not(.h1), tbody th')])
}

/** The screen as it was kept, but for what is masked; TUNGNHA_WRITE_GOLDEN=1 keeps it anew. */
export async function asKept(page, name, mask = []) {
  await page.evaluate(() => document.fonts.ready)
  const kept = path.join(GOLDEN, `${name}.png`)
  const take = () => page.screenshot({ animations: 'disabled', caret: 'hide', mask, maskColor: '#888' })
  if (process.env.TUNGNHA_WRITE_GOLDEN) {
    mkdirSync(GOLDEN, { recursive: true })
    writeFileSync(kept, await take())
    return
  }
  assert.ok(existsSync(kept), `${name}: no picture was kept of it`)
  const before = PNG.sync.read(readFileSync(kept))
  let picture
  const differs = () => {
    const now = PNG.sync.read(picture)
    assert.deepEqual([now.width, now.height], [before.width, before.height], `${name}: size of the picture`)
    return pixelmatch(now.data, before.data, new PNG({ width: now.width, height: now.height }).data, now.width, now.height, { threshold: 0.15 })
  }
  // Whatever comes in late, a screen settles.
  const until = Date.now() + SETTLES_MS
  let differ
  do {
    picture = await take()
    differ = differs()
    if (differ / (before.width * before.height) <= TOLERATED) return
  } while (Date.now() < until)
  const seen = path.join(tmpdir(), `tungnha-${name}.png`)
  writeFileSync(seen, picture)
  assert.fail(`${name}: ${differ} pixels differ from tests/e2e/golden/${name}.png; what was seen is at ${seen}`)
}

/** What a screen says once it has settled: asked again and again until it is what is wanted. */
export async function becomes(read, wanted, message) {
  const until = Date.now() + SETTLES_MS
  while (Date.now() < until && !isDeepStrictEqual(await read(), wanted)) await new Promise((done) => setTimeout(done, 50))
  assert.deepEqual(await read(), wanted, message)
}
