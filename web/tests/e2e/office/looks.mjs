/** Every screen: as it looked, and accessible. */
import { test } from 'node:test'
import { PICTURES } from './pictures.mjs'
import { replayed } from './replay.mjs'
import { looks } from './world.mjs'

export function looksTests(at) {
  test('looks as it did, and is accessible, on every screen', { skip: !looks }, async () => {
    const { office, context, page } = at
    const other = await office.page(await office.desk.person())
    const keep = await replayed(other, office.api)
    await office.signIn(other)
    for (const [name, hash, heading, act] of PICTURES) {
      await office.at(other, hash, heading)
      await act?.(other)
      await office.settled(other)
      await office.asKept(other, name)
      await office.accessible(other, name)
    }
    keep()
    // Twice as large on a small screen: everything still in reach, nothing wider than the window.
    await other.setViewportSize({ width: 720, height: 450 })
    for (const [name, hash, heading] of PICTURES.slice(0, 4)) {
      await office.at(other, hash, heading)
      await office.accessible(other, `${name}, twice as large`)
    }
    await other.getByRole('button', { name: 'Danh mục' }).click()
    await other.getByRole('navigation').getByRole('link').first().waitFor()
    await office.asKept(other, 'menu-narrow')
    await other.context().close()
  })
}
