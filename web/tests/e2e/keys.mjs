/** What holds on every screen for whoever uses no mouse: every control is reached, it is seen where one is, and a dialog gives the focus back. */
import assert from 'node:assert/strict'

/** A longer row of stops says nothing new: a table has the same controls in each line. */
const MOST_STOPS = 90
/** A field for a day stops at its day, month, year and calendar; what scrolls stops by itself. */
const STOPS_OF_A_DAY = 3
const STOPS_OF_THE_BROWSER = 4

/** Runs in the page: what Tab should come to, and a watch over what it does come to. */
const watchStops = () => {
  const CONTROLS = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]'
  const called = (node) => `<${node.localName}> ${(node.getAttribute('aria-label') ?? (node.labels?.[0]?.textContent || node.textContent || node.className?.baseVal || node.className || '')).trim().replace(/\s+/g, ' ').slice(0, 40)}`
  const reachable = (node) =>
    node.checkVisibility({ visibilityProperty: true }) && !node.disabled && node.tabIndex >= 0 && !node.closest('[inert]')
    && !(node.localName === 'a' && node.ownerSVGElement && node.closest('[aria-hidden=true]'))
  const top = document.querySelector('dialog[open]') ?? document
  const radios = new Set()
  const wanted = [...top.querySelectorAll(CONTROLS)].filter((node) => {
    if (!reachable(node)) return false
    if (node.type !== 'radio') return true
    if (radios.has(node.name)) return false
    radios.add(node.name)
    return true
  })
  const painted = (node, part) => {
    const style = getComputedStyle(node, part)
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
  }
  const met = new Set()
  const unseen = []
  const covered = []
  const look = ({ target }) => {
    const stop = target.type === 'radio' ? (wanted.find((one) => one.name === target.name && one.type === 'radio') ?? target) : target
    met.add(stop)
    if (!target.matches(':focus-visible') || !(painted(target, null) || painted(target, '::after'))) unseen.push(called(target))
    const box = target.getBoundingClientRect()
    const [x, y] = [Math.min(Math.max(box.x + box.width / 2, 1), innerWidth - 2), Math.min(Math.max(box.y + box.height / 2, 1), innerHeight - 2)]
    const there = document.elementFromPoint(x, y)
    const inView = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
    // An area larger than the screen is scrolled, not clicked.
    const hidden = !inView || !there || !(target.contains(there) || there.contains(target) || [...(target.labels ?? [])].some((label) => label.contains(there)))
    if (hidden && !target.classList.contains('sr')) covered.push(`${called(target)} by ${there ? called(there) : 'the edge'}`)
  }
  document.addEventListener('focusin', look)
  document.activeElement?.blur?.()
  const begin = top === document ? document.body : top
  begin.setAttribute('tabindex', begin.getAttribute('tabindex') ?? '-1')
  begin.focus({ preventScroll: false })
  scrollTo(0, 0)
  met.clear()
  unseen.length = covered.length = 0
  globalThis.stopsSoFar = () => ({ wanted: wanted.length, days: wanted.filter((node) => /^(date|month)$/.test(node.type)).length, left: wanted.filter((node) => !met.has(node) && node.isConnected).map(called) })
  globalThis.endStops = () => {
    document.removeEventListener('focusin', look)
    return { ...globalThis.stopsSoFar(), unseen: [...new Set(unseen)], covered: [...new Set(covered)] }
  }
}

/** Goes over a screen with Tab. */
export async function walkedByKeys(page, name) {
  await page.evaluate(watchStops)
  const { wanted, days } = await page.evaluate(() => globalThis.stopsSoFar())
  const stops = wanted + days * STOPS_OF_A_DAY + STOPS_OF_THE_BROWSER
  for (let stop = 0; stop < Math.min(stops, MOST_STOPS); stop++) await page.keyboard.press('Tab')
  const found = await page.evaluate(() => globalThis.endStops())
  if (stops <= MOST_STOPS) assert.deepEqual(found.left, [], `${name}: not reached with Tab`)
  assert.deepEqual(found.unseen, [], `${name}: nothing shows where the focus is`)
  assert.deepEqual(found.covered, [], `${name}: has the focus and cannot be seen`)
}

/** Leads away, or makes a file. */
const NOT_PRESSED = '^(Quay lại|Đăng xuất|Xuất |Tải |Tờ in)'

/** Runs in the page: presses a button; what it is called, if a dialog opened. */
const opens = async (at) => {
  const node = globalThis.openers[at]
  if (!node.isConnected || node.disabled) return null
  node.focus()
  node.click()
  for (let frame = 0; frame < 3 && !document.querySelector('dialog[open]'); frame++) await new Promise((done) => requestAnimationFrame(done))
  return document.querySelector('dialog[open]') ? node.getAttribute('aria-label') ?? node.textContent.trim() : null
}

/** Each button of a screen that opens a dialog, once for each name: opened, left with Escape and with its button, and the focus is where it was. Nothing is sent meanwhile. */
export async function dialogsGiveBack(page, name) {
  const buttons = await page.evaluate((not) => {
    const seen = new Set()
    globalThis.openers = [...document.querySelectorAll('main button')].filter((node) => {
      const called = (node.getAttribute('aria-label') ?? node.textContent).replace(/[:(].*$/s, '').trim()
      if (node.disabled || node.form || node.matches('.sort, [aria-pressed], [role=tab]') || !node.checkVisibility() || new RegExp(not).test(called) || seen.has(called)) return false
      return seen.add(called)
    })
    return globalThis.openers.length
  }, NOT_PRESSED)
  const opened = []
  for (let place = 0; place < buttons; place++) {
    const called = await page.evaluate(opens, place)
    if (called === null) continue
    opened.push(called)
    const said = `${name}, ${called}`
    assert.ok(await page.evaluate(() => document.querySelector('dialog[open]').contains(document.activeElement)), `${said}: the focus is not in the dialog`)
    for (const leave of [() => page.keyboard.press('Escape'), () => page.locator('dialog[open]').getByRole('button', { name: 'Đóng', exact: true }).first().press('Enter')]) {
      // One that waits for an answer before it opens is left once.
      if (!(await page.locator('dialog[open]').count()) && (await page.evaluate(opens, place)) === null) break
      await leave()
      await page.locator('dialog[open]').waitFor({ state: 'detached' })
      assert.ok(await page.evaluate((at) => document.activeElement === globalThis.openers[at], place), `${said}: the focus is not where it was`)
    }
  }
  return opened
}
