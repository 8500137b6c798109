/** Every screen: as it looked. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PICTURES } from './pictures.mjs'
import { replayed } from './replay.mjs'
import { looks } from './world.mjs'

export function looksTests(at) {
  test('looks as it did on every screen', { skip: !looks }, async () => {
    const { office } = at
    const other = await office.page(await office.desk.person())
    const keep = await replayed(other, office.api)
    await office.signIn(other)
    for (const [name, hash, heading, act, leave] of PICTURES) {
      await office.at(other, hash, heading)
      await act?.(other)
      await office.settled(other)
      await office.asKept(other, name)
      // Every screen as it is first seen is tried in every-screen.test.mjs.
      if (act) await office.accessible(other, name)
      await leave?.(other)
    }
    keep()
    // On a small screen, or twice as large, the side bar is a menu, which goes by Escape and when one leaves it.
    const [, hash, heading] = PICTURES[3]
    await office.at(other, hash, heading)
    await other.setViewportSize({ width: 720, height: 450 })
    const menu = other.getByRole('button', { name: 'Danh mục' })
    const links = other.getByRole('navigation').getByRole('link')
    await menu.click()
    await links.first().waitFor()
    await office.asKept(other, 'menu-narrow')
    await other.keyboard.press('Tab')
    await other.keyboard.press('Escape')
    await links.first().waitFor({ state: 'hidden' })
    assert.equal(await menu.evaluate((node) => node === document.activeElement), true)
    await menu.press('Enter')
    await links.first().waitFor()
    await other.getByRole('button', { name: 'Đăng xuất' }).focus()
    await other.keyboard.press('Tab')
    await links.first().waitFor({ state: 'hidden' })
    await other.context().close()
  })

  test('looks right when it is loading, failing, and when there are two hundred communes with long names', { skip: !looks }, async () => {
    const { office } = at
    const other = await office.page(await office.desk.person())
    await replayed(other, office.api)
    await office.signIn(other)
    const problem = { type: '/problems/unavailable', title: 'Máy chủ đang bận, hãy thử lại', status: 503, code: 'unavailable' }
    await other.route('**/api/v1/events*', (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', json: problem }))
    await office.at(other, '#/events', 'Sự kiện')
    await other.getByRole('alert').getByText(problem.title).waitFor()
    await office.asKept(other, 'failing')
    await office.accessible(other, 'failing')
    await other.unroute('**/api/v1/events*')
    await other.getByRole('button', { name: 'Thử lại' }).click()
    await other.locator('.row-link').first().waitFor()

    let answer
    await other.route('**/api/v1/media-outputs*', async (route) => {
      await new Promise((done) => (answer = done))
      await route.fallback()
    })
    await other.evaluate(() => (location.hash = '#/media'))
    await other.locator('.waiting').waitFor()
    await office.asKept(other, 'loading')
    await office.accessible(other, 'loading')
    answer()
    await other.locator('tbody tr').first().waitFor()

    await other.route('**/api/v1/target-progress/**', async (route) => {
      const own = { area_id: 'a', area_name: 'Tỉnh Mẫu', scheme: 'bhyt', measure: 'coverage_percent', period: '2026', target: 95, target_qualifier: 'more_than', target_id: 'x', actual: 91.5, actual_qualifier: 'exact', actual_as_of: '2026-10-31', percent: 96.32, remaining: 3.5, remaining_persons: null, comparable: true, why_not: null, snapshot_ids: [] }
      const below = Array.from({ length: 200 }, (_, n) => ({ ...own, area_id: `a${n}`, area_name: n === 0 ? 'Xã Mẫu '.padEnd(90, 'Tên Dài Như Một Xã Sau Sắp Xếp ') : `Xã Mẫu ${n + 1}`, percent: 60 + n / 4, remaining: (200 - n) / 10 }))
      const furthest = { own, by: 'remaining', areas_behind: 160, areas_reached: 40, items: below.slice(0, 8), next_cursor: 'more', not_comparable: [], without_figure: [], without_target: [] }
      await route.fulfill({ json: route.request().url().includes('furthest') ? furthest : { own, below } })
    })
    await office.at(other, '#/?scheme=bhyt', /^Tổng quan/)
    await other.getByText('hơn 8 dòng').waitFor()
    await office.asKept(other, 'two-hundred-communes')
    await office.accessible(other, 'two hundred communes')
    await other.getByRole('button', { name: 'Xem cả 200' }).click()
    await other.waitForFunction(() => document.querySelectorAll('.chart svg a').length === 200)
    await office.accessible(other, 'two hundred communes, all of them')
    await other.context().close()
  })
}
