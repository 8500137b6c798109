/** The words of the field app in the language of the screen. */
import { choice, type Lang } from './choice.svelte.ts'
import { en } from './en.ts'
import { vi, type Words } from './vi.ts'

export type { Lang } from './choice.svelte.ts'

const WORDS: Record<Lang, Words> = { vi, en }

export const language = {
  get lang(): Lang {
    return choice.lang
  },
  /** The words of the language chosen. */
  get t(): Words {
    return WORDS[choice.lang]
  },
  choose: (lang: Lang): void => choice.choose(lang),
}
