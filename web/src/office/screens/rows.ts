/**
 * Lists of the API that have no screen of their own: rows behind figures. Each is a few small values: how it is asked, which of its fields are
 * shown, and how. Names and numbers of people are left out: this is where figures are checked, not where people are looked up.
 */
import type { Client, Schemas } from '../../lib/api/client.ts'
import type { Answered } from '../../lib/api/client.ts'
import { dayOf, shortDay, timeOf } from '../../lib/format/days.ts'
import { whole } from '../../lib/format/numbers.ts'
import type { Named } from '../finding.ts'
import { lists } from '../lists.svelte.ts'
import { counted, percent, signed } from '../numbers.ts'
import type { Page } from '../resource.svelte.ts'
import { common } from '../words/common.ts'
import { rows as own, type RowsTitle } from '../words/rows.ts'

type Query = Record<string, string | number>
export type RowValue = string | { of: Named; id: string | null | undefined }

export interface RowField<Row> {
  head: string
  value: (row: Row) => RowValue
  number?: (row: Row) => number | null | undefined
}

export interface RowList<Row> {
  title: RowsTitle
  right: string
  ask: (api: Client, query: Query) => Promise<Answered<Page<Row>>>
  /** Looked up when they are shown, so that they are in the language of the screen. */
  fields: () => RowField<Row>[]
  key: (row: Row) => string
  /** The path of the screen where more of a row is seen. */
  href?: (row: Row) => string
}

const day = (value: string | null | undefined): string => (value ? shortDay(value) : '–')
const moment = (value: string): string => `${shortDay(dayOf(value))} ${timeOf(value)}`
const area = (row: { area_id: string }): RowValue => ({ of: 'area', id: row.area_id })
const beginning = (id: string): string => id.slice(-6)

/** A list whose rows are forgotten to be of their own kind, so that all stand in one table. */
const list = <Row>(one: RowList<Row>): RowList<never> => one as unknown as RowList<never>

export const ROW_LISTS: Readonly<Record<string, RowList<never>>> = {
  visits: list<Schemas['VisitView']>({
    title: 'visits',
    right: 'visits.read',
    ask: (api, query) => api.GET('/api/v1/visits', { params: { query } }),
    key: (row) => row.id,
    fields: () => [
      { head: own.t.when, value: (row) => moment(row.occurred_at) },
      { head: common.t.area, value: area },
      { head: own.t.household, value: (row) => beginning(row.household_id) },
      { head: own.t.outcome, value: (row) => lists.name('visit_outcomes', row.outcome) },
      { head: own.t.reasonCode, value: (row) => lists.name('visit_reason', row.reason) || '–' },
      { head: own.t.collector, value: (row) => ({ of: 'organisation', id: row.organisation_id }) },
    ],
  }),
  enrolments: list<Schemas['EnrolmentView']>({
    title: 'enrolments',
    right: 'enrolments.read',
    ask: (api, query) => api.GET('/api/v1/enrolments', { params: { query } }),
    key: (row) => row.id,
    fields: () => [
      { head: own.t.signedOn, value: (row) => day(row.quoted_on) },
      { head: common.t.scheme, value: (row) => common.t.schemes[row.scheme] },
      { head: common.t.area, value: area },
      { head: own.t.collector, value: (row) => ({ of: 'organisation', id: row.organisation_id }) },
      { head: own.t.months, value: (row) => whole(row.months), number: (row) => row.months },
      { head: own.t.paidTo, value: (row) => day(row.paid_to) },
      { head: own.t.status, value: (row) => own.t.statuses[row.status] },
    ],
  }),
  'walk-list-doors': list<Schemas['ListedDoor']>({
    title: 'doors',
    right: 'walk_lists.read',
    ask: (api, query) => api.GET('/api/v1/walk-list-doors', { params: { query: query as never } }),
    key: (row) => row.id,
    fields: () => [
      { head: own.t.household, value: (row) => beginning(row.household_id) },
      { head: common.t.area, value: area },
      { head: own.t.position, value: (row) => whole(row.position), number: (row) => row.position },
      { head: own.t.attempted, value: (row) => (row.attempted ? common.t.yes : common.t.no) },
    ],
  }),
  ends: list<Schemas['RenewalView']>({
    title: 'ends',
    right: 'enrolments.read',
    ask: (api, query) => api.GET('/api/v1/renewals/ends', { params: { query: query as never } }),
    key: (row) => row.id,
    fields: () => periods(),
  }),
  renewals: list<Schemas['RenewalView']>({
    title: 'renewals',
    right: 'enrolments.read',
    ask: (api, query) => api.GET('/api/v1/renewals', { params: { query } }),
    key: (row) => row.id,
    fields: () => periods(),
  }),
  attributed: list<Schemas['AttributedEnrolment']>({
    title: 'attributed',
    right: 'enrolments.read',
    ask: (api, query) => api.GET('/api/v1/attribution/enrolments', { params: { query: query as never } }),
    key: (row) => row.id,
    fields: () => [
      { head: own.t.signedOn, value: (row) => day(row.signed_up_on) },
      { head: common.t.scheme, value: (row) => common.t.schemes[row.scheme] },
      { head: own.t.touches, value: (row) => whole(row.touches), number: (row) => row.touches },
    ],
  }),
  'never-reached': list<Schemas['NeverReachedHousehold']>({
    title: 'never',
    right: 'people.read',
    ask: (api, query) => api.GET('/api/v1/never-reached/households', { params: { query: query as never } }),
    key: (row) => row.id,
    fields: () => [
      { head: own.t.household, value: (row) => beginning(row.id) },
      { head: common.t.area, value: area },
      { head: own.t.attempts, value: (row) => whole(row.attempts), number: (row) => row.attempts },
      { head: own.t.last, value: (row) => day(row.last_attempt_on) },
      { head: own.t.contact, value: (row) => (row.do_not_contact ? common.t.yes : '–') },
    ],
  }),
  'event-attendees': list<Schemas['AttendeeView']>({
    title: 'attendees',
    right: 'touches.read',
    ask: (api, query) => api.GET('/api/v1/event-attendees', { params: { query: query as never } }),
    key: (row) => row.id,
    fields: () => [
      { head: own.t.when, value: (row) => moment(row.created_at) },
      { head: own.t.event, value: (row) => ({ of: 'event', id: row.event_id }) },
    ],
    href: (row) => `events/${row.event_id}`,
  }),
  'objection-answers': list<Schemas['ObjectionAnswerView']>({
    title: 'answers',
    right: 'campaigns.read',
    ask: (api, query) => api.GET('/api/v1/objection-answers', { params: { query } }),
    key: (row) => row.id,
    fields: () => [
      { head: own.t.reasonCode, value: (row) => lists.name(row.list, row.reason) },
      { head: own.t.answer, value: (row) => row.answer },
      { head: common.t.area, value: area },
      { head: own.t.validFrom, value: (row) => day(row.valid_from) },
    ],
  }),
  questions: list<Schemas['QuestionView']>({
    title: 'questions',
    right: 'events.read',
    ask: (api, query) => api.GET('/api/v1/questions', { params: { query } }),
    key: (row) => row.id,
    fields: () => [
      { head: own.t.question, value: (row) => row.question },
      { head: own.t.topic, value: (row) => row.topic ?? '–' },
      { head: own.t.event, value: (row) => ({ of: 'event', id: row.event_id }) },
      { head: own.t.owedBy, value: (row) => ({ of: 'organisation', id: row.owed_by_id }) },
      { head: own.t.due, value: (row) => day(row.due_on) },
    ],
    href: (row) => `events/${row.event_id}`,
  }),
  snapshots: list<Schemas['SnapshotView']>({
    title: 'snapshots',
    right: 'coverage.read',
    ask: (api, query) => api.GET('/api/v1/coverage-snapshots', { params: { query } }),
    key: (row) => row.id,
    fields: () => [
      { head: common.t.day, value: (row) => day(row.as_of) },
      { head: common.t.area, value: area },
      { head: common.t.scheme, value: (row) => common.t.schemes[row.scheme] },
      { head: own.t.participants, value: (row) => (typeof row.participants === 'number' ? counted(row.participants, row.participants_qualifier) : '–'), number: (row) => row.participants },
      { head: own.t.coverage, value: (row) => (typeof row.coverage_percent === 'number' ? percent(row.coverage_percent) : '–'), number: (row) => row.coverage_percent },
      { head: own.t.basis, value: (row) => common.t.bases[row.basis] },
      { head: common.t.source, value: (row) => row.source },
    ],
  }),
  shifts: list<Schemas['CoverageShiftView']>({
    title: 'shifts',
    right: 'coverage.read',
    ask: (api, query) => api.GET('/api/v1/coverage-shifts', { params: { query } }),
    key: (row) => row.id,
    fields: () => [
      { head: common.t.day, value: (row) => day(row.on) },
      { head: common.t.area, value: (row) => row.area_name },
      { head: common.t.kind, value: (row) => row.kind_label },
      { head: own.t.persons, value: (row) => `${common.t.qualifiers[row.qualifier]} ${signed(row.persons)}`.trim(), number: (row) => row.persons },
      { head: common.t.source, value: (row) => row.source },
    ],
  }),
}

function periods(): RowField<Schemas['RenewalView']>[] {
  return [
    { head: own.t.paidTo, value: (row) => day(row.paid_to) },
    { head: common.t.scheme, value: (row) => common.t.schemes[row.scheme] },
    { head: common.t.area, value: area },
    { head: own.t.collector, value: (row) => ({ of: 'organisation', id: row.organisation_id }) },
    { head: own.t.status, value: (row) => own.t.states[row.state] },
  ]
}
