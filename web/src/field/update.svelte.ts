/** A newer app waits until somebody says so: nobody's half-written visit is thrown away by a reload. */

class Update {
  ready = $state(false)
  #waiting: ServiceWorker | null = null

  offer(worker: ServiceWorker): void {
    this.#waiting = worker
    this.ready = true
  }

  take(): void {
    this.#waiting?.postMessage('take-over')
  }
}

export const update = new Update()

export function watchForUpdates(): void {
  const workers: ServiceWorkerContainer | undefined = navigator.serviceWorker
  if (!workers) return
  const hadOne = workers.controller !== null
  let reloading = false
  workers.addEventListener('controllerchange', () => {
    if (!hadOne || reloading) return
    reloading = true
    location.reload()
  })
  void workers.register('/field/sw.js', { scope: '/field/' }).then((registration) => {
    const look = (): void => {
      if (registration.waiting && workers.controller) update.offer(registration.waiting)
    }
    look()
    registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look))
    setInterval(() => void registration.update().catch(() => undefined), 60 * 60_000)
  })
}
