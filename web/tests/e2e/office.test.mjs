/** The office in a real browser against the real server, by people of the board: one server and one browser for all of it. */
import { after, before } from 'node:test'
import { boardTests } from './office/board.mjs'
import { eventTests } from './office/events.mjs'
import { looksTests } from './office/looks.mjs'
import { sessionTests } from './office/session.mjs'
import { looks, startOffice } from './office/world.mjs'

/** What all tests work with; filled in before the first of them. */
const at = {}

before(async () => {
  at.office = await startOffice()
  at.context = await at.office.desk.person()
  at.page = await at.office.page(at.context)
})

after(async () => {
  await at.office?.stop()
})

looksTests(at)
boardTests(at)
eventTests(at)
// Signing in is the same whichever database stands behind it.
if (looks) sessionTests(at)
