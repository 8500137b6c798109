/** Looks again every second while something is under way on the server; called while a component starts. */
const EVERY_MS = 1_000

export function watching(underWay: () => boolean, look: () => Promise<void>): void {
  $effect(() => {
    if (!underWay()) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const again = (): void => {
      timer = setTimeout(() => void look().finally(() => (timer === undefined ? undefined : again())), EVERY_MS)
    }
    again()
    return () => {
      clearTimeout(timer)
      timer = undefined
    }
  })
}
