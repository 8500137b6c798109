/// <reference lib="webworker" />
/**
 * Keeps the app's own files on the phone, so that it starts without a network. It never touches `/api/`: what people are
 * concerned with lies sealed in the database of the page, and nowhere else.
 */
declare const __SHELL__: string[]
declare const __VERSION__: string

const worker = self as unknown as ServiceWorkerGlobalScope
const CACHE = `field-${__VERSION__}`

worker.addEventListener('install', (event) => event.waitUntil(install()))
worker.addEventListener('activate', (event) => event.waitUntil(activate()))
worker.addEventListener('message', (event) => {
  if (event.data === 'take-over') void worker.skipWaiting()
})
worker.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== location.origin || url.pathname.startsWith('/api/')) return
  if (request.mode === 'navigate' ? url.pathname.startsWith('/field/') : __SHELL__.includes(url.pathname)) {
    event.respondWith(kept(request))
  }
})

async function install(): Promise<void> {
  const cache = await caches.open(CACHE)
  for (const url of __SHELL__) {
    // A file whose name carries its hash is the same in every version that names it.
    const same = url.startsWith('/assets/') ? await caches.match(url) : undefined
    const response = same ?? (await fetch(url, { cache: 'reload' }))
    if (!response.ok) throw new Error(url)
    await cache.put(url, response)
  }
}

async function activate(): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith('field-') && name !== CACHE) await caches.delete(name)
  await worker.clients.claim()
}

async function kept(request: Request): Promise<Response> {
  const wanted = request.mode === 'navigate' ? '/field/' : new URL(request.url).pathname
  return (await caches.match(wanted, { cacheName: CACHE })) ?? fetch(request)
}

export {}
