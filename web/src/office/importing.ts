/** How far an import is, as a badge, and what can be done with it. */
import type { Schemas } from '../lib/api/client.ts'
import type { IconName } from '../lib/ui/icon-names.ts'
import type { Tone } from './parts/Badge.svelte'
import { imports } from './words/imports.ts'

type State = Schemas['ImportState']

const LOOKS: Record<State, [Tone, IconName]> = {
  staged: ['info', 'search'],
  committing: ['info', 'hourglass'],
  committed: ['ok', 'check'],
  halted: ['warn', 'triangle-alert'],
  undo_halted: ['warn', 'triangle-alert'],
  undoing: ['info', 'hourglass'],
  undone: ['mute', 'undo-2'],
  discarded: ['mute', 'x'],
}

export function importState(state: State): { tone: Tone; icon: IconName; text: string } {
  const [tone, icon] = LOOKS[state]
  return { tone, icon, text: imports.t.states[state] }
}

/** Something goes on without anybody at the screen. */
export const underWay = (state: State): boolean => state === 'committing' || state === 'undoing'
