/** Words that stand beside each other in both languages, so that a screen carries its own and no others. */
import { choice } from './choice.svelte.ts'

export interface Said<T> {
  /** In the language chosen. */
  readonly t: T
  readonly vi: T
  readonly en: T
}

/** The English must say all that the Vietnamese says, or it does not compile. */
export function words<T extends object>(vi: T, en: NoInfer<T>): Said<T> {
  return {
    get t() {
      return choice.lang === 'vi' ? vi : en
    },
    vi,
    en,
  }
}
