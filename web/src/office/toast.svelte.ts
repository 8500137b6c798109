/** What was just done, said once, with a way back where the server has one. */
export interface Toast {
  text: string
  undo?: () => Promise<void>
}

const SHOWN_MS = 10_000

class Toasts {
  now = $state.raw<Toast | null>(null)
  #timer: ReturnType<typeof setTimeout> | undefined

  say(text: string, undo?: () => Promise<void>): void {
    clearTimeout(this.#timer)
    this.now = { text, ...(undo ? { undo } : {}) }
    this.#timer = setTimeout(() => this.close(), SHOWN_MS)
  }

  close(): void {
    clearTimeout(this.#timer)
    this.now = null
  }
}

export const toasts = new Toasts()
