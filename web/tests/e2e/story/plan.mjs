/** How much of everything there is in the story. */
import { day } from '../server.mjs'
export const SCHEME = 'bhyt_hgd'
/** New sign-ups wanted in the month. */
export const TARGET = 10
/** Who live where the list is drawn. */
export const HOUSEHOLDS = 36
/** At how many doors what happens: chosen together, nobody home one after the other, refused, heard of it. The last one agrees. */
export const TOGETHER = 12
export const ALONE = 12
export const REFUSED = 4
const HEARD = 1
export const MET = REFUSED + HEARD + 1
/** Doors that are called on; the others of the list are what they are compared with. */
export const FIRST = TOGETHER + ALONE + MET
/** A window that is over, so that somebody may look at it, and one that is to come, so that a lot may be drawn. */
export const OVER = { starts: day(-40), ends: day(-1) }
export const TO_COME = { starts: day(1), ends: day(90) }
