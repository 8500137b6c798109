/** The language of the screen, and its words. */
import { en } from './en.ts'
import { vi, type Words } from './vi.ts'

export type Lang = 'vi' | 'en'

const WORDS: Record<Lang, Words> = { vi, en }

class Language {
  lang = $state<Lang>('vi')

  /** The words of the language chosen. */
  get t(): Words {
    return WORDS[this.lang]
  }

  choose(lang: Lang): void {
    this.lang = lang
    document.documentElement.lang = lang
  }
}

export const language = new Language()
