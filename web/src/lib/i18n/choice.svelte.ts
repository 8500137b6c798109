/** Which language the screen speaks. The words are each app's own. */
export type Lang = 'vi' | 'en'

class Choice {
  lang = $state<Lang>('vi')

  choose(lang: Lang): void {
    this.lang = lang
    document.documentElement.lang = lang
  }
}

export const choice = new Choice()
