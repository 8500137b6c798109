/** From what was typed to what is sent. */
import type { Schemas } from '../../../lib/api/client.ts'
import { readNumber } from '../../numbers.ts'
import type { HeadDraft } from '../../parts/Heads.svelte'
import type { PartnerDraft } from '../../parts/Partners.svelte'
import type { VenueDraft } from '../../parts/Venues.svelte'

/** Lines with a number; a number that cannot be read is sent as it is, so that the server says what is wrong with it. */
export const headsFrom = (heads: readonly HeadDraft[]): Schemas['HeadcountBody'][] =>
  heads
    .filter((head) => head.count.trim() !== '')
    .map(({ measure, count, qualifier, audience }) => ({ measure, count: readNumber(count) ?? -1, qualifier, ...(audience ? { audience } : {}) }))

export const partnersFrom = (partners: readonly PartnerDraft[]): Schemas['PartnerBody'][] =>
  partners.flatMap(({ organisation_id, role }) => (organisation_id ? [{ organisation_id, role }] : []))

export const venuesFrom = (venues: readonly VenueDraft[]): Schemas['VenueBody'][] =>
  venues.map(({ name, area_id, host_id, heads }) => ({ name: name.trim(), area_id: area_id ?? '', headcounts: headsFrom(heads), ...(host_id ? { host_id } : {}) }))
