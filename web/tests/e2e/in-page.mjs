/** What runs in the page itself, and so can use nothing from here. */

/** All that lies on the phone and on the screen, as text. */
export const everythingStored = async () => {
  const text = (value) => {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return new TextDecoder('utf-8').decode(value)
    if (value && typeof value === 'object') return Object.entries(value).map(([key, part]) => `${key}=${text(part)}`).join('\n')
    return String(value)
  }
  const parts = []
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((done) => {
      const asked = indexedDB.open(name)
      asked.onsuccess = () => done(asked.result)
    })
    for (const store of db.objectStoreNames) {
      const rows = await new Promise((done) => {
        const asked = db.transaction(store).objectStore(store).getAll()
        asked.onsuccess = () => done(asked.result)
      })
      parts.push(...rows.map(text))
    }
    db.close()
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name)
    for (const request of await cache.keys()) parts.push(request.url)
  }
  parts.push(JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie, location.href, document.body.innerText)
  return parts.join('\n')
}

/** How many bundles and how many operations there are. */
export const bundlesAndOperations = async () => {
  const db = await new Promise((done) => {
    const asked = indexedDB.open('tungnha-field')
    asked.onsuccess = () => done(asked.result)
  })
  const count = (store) => new Promise((done) => {
    const asked = db.transaction(store).objectStore(store).count()
    asked.onsuccess = () => done(asked.result)
  })
  const counts = [await count('bundles'), await count('ops')]
  db.close()
  return counts
}

/** Names of what there is one of on the phone. */
export const keysOnThePhone = async () => {
  const db = await new Promise((done) => {
    const asked = indexedDB.open('tungnha-field')
    asked.onsuccess = () => done(asked.result)
  })
  const keys = await new Promise((done) => {
    const asked = db.transaction('meta').objectStore('meta').getAllKeys()
    asked.onsuccess = () => done(asked.result)
  })
  db.close()
  return keys
}

/** Frames a second while the list is scrolled. */
export const framesOfAScroll = () =>
  new Promise((done) => {
    const list = document.querySelector('#main')
    const times = []
    const step = (now) => {
      times.push(now)
      list.scrollTop += 60
      if (times.length < 60) requestAnimationFrame(step)
      else done(Math.round((59 * 1000) / (times.at(-1) - times[0])))
    }
    requestAnimationFrame(step)
  })

/** Milliseconds from a tap on "nobody home" to the frame that says it is saved. */
export const reactionToATap = () =>
  new Promise((done) => {
    // The outcome is the same each time, the door is another.
    const said = () => document.querySelector('.toast p')?.textContent
    const before = said()
    const from = performance.now()
    new MutationObserver((_changes, watcher) => {
      if (!said() || said() === before) return
      watcher.disconnect()
      requestAnimationFrame(() => done(performance.now() - from))
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
    setTimeout(() => done(Infinity), 10_000)
    document.querySelector('.card.next .btn.ghost').click()
  })

/** Milliseconds for work like the app's own, the same each time: records read, put in order and looked up by words. */
export const someWork = () => {
  const letters = 'aăâbcdđeêghiklmnoôơpqrstuưvxy'
  const text = JSON.stringify(Array.from({ length: 2_000 }, (_, n) => ({ id: `${(n * 7_919) % 2_003}`, name: Array.from({ length: 24 }, (_, k) => letters[(n * 31 + k * 17) % letters.length]).join('') })))
  const from = performance.now()
  let length = 0
  for (let round = 0; round < 4; round++) {
    const records = new Map(JSON.parse(text).map((record) => [record.id, { ...record, key: record.name.normalize('NFD').replace(/\p{M}/gu, '') }]))
    length += [...records.values()].sort((a, b) => (a.key < b.key ? -1 : 1)).map((record) => record.key).join().length
  }
  return length > 0 ? performance.now() - from : Infinity
}
