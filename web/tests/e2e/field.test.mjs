/**
 * The field app in a real browser against the real server: what people do at doors, with and without a network. One server
 * and one browser for all; the tests go on from each other, in this order.
 */
import { after, before } from 'node:test'
import { setUp, tearDown } from './stage.mjs'

before(setUp)
after(tearDown)

await import('./field/doors.mjs')
await import('./field/offline.mjs')
await import('./field/answers.mjs')
await import('./field/screens.mjs')
await import('./field/register.mjs')
await import('./field/selling.mjs')
await import('./field/keys.mjs')
await import('./field/moved.mjs')
await import('./field/clumsy.mjs')
await import('./field/collecting.mjs')
await import('./field/events.mjs')
await import('./field/large.mjs')
