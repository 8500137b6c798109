/**
 * The screens of the office: where each stands, what it is called, which right opens it, and its code, which is fetched when it is
 * first looked at. A new screen is one line here and one word in `words/shell.ts`.
 */
import type { Component } from 'svelte'
import type { IconName } from '../lib/ui/icon-names.ts'
import type { ScreenTitle } from './words/shell.ts'

/** What a screen is given: the parts of its address that differ, `id` for `campaigns/:id`. */
export type ScreenProps = { params: Record<string, string> }

export interface Screen {
  /** The path after `#/`; a part with a colon stands for anything. */
  at: string
  title: ScreenTitle
  /** The right without which it is not shown. */
  right: string
  load: () => Promise<{ default: Component<never> }>
  /** Where it stands in the side bar; screens without one are reached from others. */
  bar?: { group: 'plan' | 'work' | 'people' | 'system'; icon: IconName }
}

/** For everybody who is signed in. */
export const SIGNED_IN = 'signed_in'

export const SCREENS: readonly Screen[] = [
  { at: '', title: 'overview', right: 'targets.read', bar: { group: 'plan', icon: 'layout-dashboard' }, load: () => import('./screens/Overview.svelte') },
  { at: 'campaigns', title: 'campaigns', right: 'campaigns.read', bar: { group: 'plan', icon: 'megaphone' }, load: () => import('./screens/Campaigns.svelte') },
  { at: 'campaigns/:id', title: 'campaigns', right: 'campaigns.read', load: () => import('./screens/Campaign.svelte') },
  { at: 'evaluations', title: 'evaluations', right: 'evaluations.read', bar: { group: 'plan', icon: 'flask-conical' }, load: () => import('./screens/Evaluations.svelte') },
  { at: 'evaluations/new', title: 'evaluations', right: 'evaluations.manage', load: () => import('./screens/EvaluationNew.svelte') },
  { at: 'evaluations/:id', title: 'evaluations', right: 'evaluations.read', load: () => import('./screens/Evaluation.svelte') },
  { at: 'walk-lists', title: 'walkLists', right: 'walk_lists.read', bar: { group: 'work', icon: 'route' }, load: () => import('./screens/WalkLists.svelte') },
  { at: 'walk-lists/new', title: 'walkLists', right: 'walk_lists.manage', load: () => import('./screens/WalkListNew.svelte') },
  { at: 'walk-lists/:id', title: 'walkLists', right: 'walk_lists.read', load: () => import('./screens/WalkList.svelte') },
  { at: 'renewals', title: 'renewals', right: 'enrolments.read', bar: { group: 'work', icon: 'calendar-clock' }, load: () => import('./screens/Renewals.svelte') },
  { at: 'hand-overs', title: 'handOvers', right: 'hand_overs.use', bar: { group: 'work', icon: 'send' }, load: () => import('./screens/HandOvers.svelte') },
  { at: 'imports', title: 'imports', right: 'imports.manage', bar: { group: 'people', icon: 'upload' }, load: () => import('./screens/Imports.svelte') },
  { at: 'imports/:id', title: 'imports', right: 'imports.manage', load: () => import('./screens/Import.svelte') },
  { at: 'office-lists', title: 'officeLists', right: 'office_lists.read', bar: { group: 'people', icon: 'landmark' }, load: () => import('./screens/OfficeLists.svelte') },
  { at: 'office-lists/:id', title: 'officeLists', right: 'office_lists.read', load: () => import('./screens/OfficeList.svelte') },
  { at: 'events', title: 'events', right: 'events.read', bar: { group: 'work', icon: 'calendar-days' }, load: () => import('./screens/Events.svelte') },
  { at: 'events/:id', title: 'events', right: 'events.read', load: () => import('./screens/Event.svelte') },
  { at: 'media', title: 'media', right: 'media.read', bar: { group: 'work', icon: 'newspaper' }, load: () => import('./screens/Media.svelte') },
  { at: 'documents', title: 'documents', right: 'documents.read', bar: { group: 'plan', icon: 'file-text' }, load: () => import('./screens/Documents.svelte') },
  { at: 'documents/:id', title: 'documents', right: 'documents.read', load: () => import('./screens/Document.svelte') },
  { at: 'targets', title: 'targets', right: 'targets.read', bar: { group: 'plan', icon: 'target' }, load: () => import('./screens/Targets.svelte') },
  { at: 'partners', title: 'partners', right: 'events.read', bar: { group: 'work', icon: 'handshake' }, load: () => import('./screens/Partners.svelte') },
  { at: 'partners/:id', title: 'partners', right: 'events.read', load: () => import('./screens/Partner.svelte') },
  { at: 'exports', title: 'exports', right: 'figures.export', bar: { group: 'plan', icon: 'file-spreadsheet' }, load: () => import('./screens/Exports.svelte') },
  { at: 'rows/:list', title: 'rows', right: 'campaigns.read', load: () => import('./screens/Rows.svelte') },
  { at: 'people', title: 'people', right: 'people.read', bar: { group: 'people', icon: 'users' }, load: () => import('./screens/People.svelte') },
  { at: 'people/:id', title: 'people', right: 'people.read', load: () => import('./screens/Person.svelte') },
  { at: 'households/:id', title: 'people', right: 'people.read', load: () => import('./screens/Household.svelte') },
  { at: 'enrolments', title: 'enrolments', right: 'enrolments.read', bar: { group: 'people', icon: 'id-card' }, load: () => import('./screens/Enrolments.svelte') },
  { at: 'enrolments/:id', title: 'enrolments', right: 'enrolments.read', load: () => import('./screens/Enrolment.svelte') },
  { at: 'conflicts', title: 'conflicts', right: 'sync.supervise', bar: { group: 'people', icon: 'git-merge' }, load: () => import('./screens/Conflicts.svelte') },
  { at: 'refused', title: 'refused', right: 'sync.supervise', bar: { group: 'people', icon: 'hourglass' }, load: () => import('./screens/Refused.svelte') },
  { at: 'devices', title: 'devices', right: 'sync.supervise', bar: { group: 'system', icon: 'smartphone' }, load: () => import('./screens/Devices.svelte') },
  { at: 'users', title: 'users', right: 'users.read', bar: { group: 'system', icon: 'key-round' }, load: () => import('./screens/Users.svelte') },
  { at: 'users/:id', title: 'users', right: 'users.read', load: () => import('./screens/User.svelte') },
  { at: 'audit', title: 'audit', right: 'audit.read', bar: { group: 'system', icon: 'history' }, load: () => import('./screens/Audit.svelte') },
  { at: 'rates', title: 'rates', right: SIGNED_IN, bar: { group: 'system', icon: 'scale' }, load: () => import('./screens/Rates.svelte') },
  { at: 'support-rules', title: 'supportRules', right: SIGNED_IN, bar: { group: 'system', icon: 'landmark' }, load: () => import('./screens/SupportRules.svelte') },
  { at: 'code-lists', title: 'codeLists', right: SIGNED_IN, bar: { group: 'system', icon: 'list' }, load: () => import('./screens/CodeLists.svelte') },
  { at: 'account', title: 'ownAccount', right: SIGNED_IN, bar: { group: 'system', icon: 'user-round' }, load: () => import('./screens/OwnAccount.svelte') },
]

export interface Found {
  screen: Screen
  params: Record<string, string>
}

/** The screen at a path, with the parts that the path fills in. */
export function screenAt(path: string, screens: readonly Screen[] = SCREENS): Found | null {
  const parts = path === '' ? [] : path.split('/')
  for (const screen of screens) {
    const wanted = screen.at === '' ? [] : screen.at.split('/')
    if (wanted.length !== parts.length) continue
    const params: Record<string, string> = {}
    const fits = wanted.every((part, place) => {
      const given = parts[place] ?? ''
      if (!part.startsWith(':')) return part === given
      params[part.slice(1)] = decodeURIComponent(given)
      return given !== ''
    })
    if (fits) return { screen, params }
  }
  return null
}
