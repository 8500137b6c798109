/** Where the phone is; never a condition for anything. */
import { language } from '../lib/i18n/language.svelte.ts'
import { field } from './state.svelte.ts'

/** Asks the phone once; false, with a sentence on the screen, when it does not say. */
export function locate(): Promise<boolean> {
  return new Promise((done) => {
    const geolocation: Geolocation | undefined = navigator.geolocation
    if (!geolocation) {
      field.trouble = language.t.noPosition
      done(false)
      return
    }
    geolocation.getCurrentPosition(
      ({ coords }) => {
        field.position = { latitude: coords.latitude, longitude: coords.longitude }
        done(true)
      },
      () => {
        field.trouble = language.t.noPosition
        done(false)
      },
      { enableHighAccuracy: true, timeout: 30_000, maximumAge: 60_000 },
    )
  })
}
