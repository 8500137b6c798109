/** The real server on a temporary database, with invented households in one commune. */
import { spawn, execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { randomUUID } from 'node:crypto'
import { dropDatabase } from './databases.mjs'
import { putSample, settings } from './sample.mjs'

const WAIT_MS = 60_000

export const USER = 'tinhnguyen'

const freePort = () =>
  new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => done(port))
    })
  })

async function until(what, test) {
  const end = Date.now() + WAIT_MS
  for (;;) {
    if (await test().catch(() => false)) return
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`)
    await new Promise((done) => setTimeout(done, 100))
  }
}

/** `sample`: how much of the generated campaign of the demonstration is in it. */
export async function startServer(sample = 'none') {
  const bin = process.env.TUNGNHA_BIN
  if (!bin) throw new Error('TUNGNHA_BIN must name the server to test against')
  const folder = mkdtempSync(path.join(tmpdir(), 'tungnha-e2e-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const env = { ...settings(folder), TUNGNHA_LISTEN: `127.0.0.1:${port}` }
  const users = putSample(bin, sample, folder)
  let child
  const server = {
    url,
    password: users.find((user) => user.username === USER).password,
    async start() {
      child = spawn(bin, ['serve'], { env, cwd: folder, stdio: 'ignore' })
      await until('the server', async () => (await fetch(`${url}/readyz`)).ok)
    },
    /** A command of the program on the same database. */
    run: (command) => execFileSync(bin, command, { env, cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }),
    /** As a power cut would. */
    kill() {
      return new Promise((done) => {
        child.once('exit', done)
        child.kill('SIGKILL')
      })
    },
    async stop() {
      await server.kill()
      dropDatabase(folder)
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await server.start()
  return server
}

/** Somebody who is signed in and speaks with the API itself. */
export async function signedIn(server, username) {
  const headers = { 'content-type': 'application/json' }
  const session = await fetch(`${server.url}/api/v1/sessions`, { method: 'POST', headers, body: JSON.stringify({ username, password: server.password }) })
  if (!session.ok) throw new Error(`${username}: ${session.status} ${await session.text()}`)
  const { access_token, user } = await session.json()
  const bearer = { ...headers, authorization: `Bearer ${access_token}` }
  const call = async (method, at, body) => {
    const answer = await fetch(`${server.url}/api/v1${at}`, { method, headers: bearer, body: body && JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${method} ${at}: ${answer.status} ${await answer.text()}`)
    return answer.status === 204 ? null : answer.json()
  }
  const device = { device_id: randomUUID(), epoch: randomUUID(), seq: 0 }
  return {
    user,
    token: access_token,
    get: (at) => call('GET', at),
    post: (at, body) => call('POST', at, body),
    /** Changes a record as it stands now. */
    async patch(at, body) {
      const now = await fetch(`${server.url}/api/v1${at}`, { headers: bearer })
      const answer = await fetch(`${server.url}/api/v1${at}`, { method: 'PATCH', headers: { ...bearer, 'if-match': now.headers.get('etag') }, body: JSON.stringify(body) })
      if (!answer.ok) throw new Error(`PATCH ${at}: ${answer.status} ${await answer.text()}`)
      return answer.json()
    },
    /** Ends something. */
    delete: (at) => call('DELETE', at),
    /** All rows of a list. */
    async all(at) {
      const rows = []
      for (let cursor = null; ; ) {
        const page = await call('GET', `${at}${at.includes('?') ? '&' : '?'}limit=200${cursor ? `&cursor=${cursor}` : ''}`)
        rows.push(...page.items)
        cursor = page.next_cursor
        if (!cursor) return rows
      }
    },
    /** Pushes as a phone does; every operation must be accepted. */
    async push(ops) {
      const now = new Date().toISOString()
      for (let at = 0; at < ops.length; at += 200) {
        const part = ops.slice(at, at + 200).map((op) => ({ op_id: randomUUID(), seq: ++device.seq, kind: 'create', occurred_at: now, ...op }))
        const answer = await call('POST', '/sync/push', { device_id: device.device_id, epoch: device.epoch, phone_now: now, schema_version: 1, ops: part })
        const bad = answer.results.filter((result) => result.status !== 'accepted')
        if (bad.length > 0) throw new Error(JSON.stringify(bad.slice(0, 3)))
      }
    },
  }
}

const DAY_MS = 86_400_000
/** The day in Viet Nam, so many days from now. */
export const day = (days) => new Date(Date.now() + 7 * 3_600_000 + days * DAY_MS).toISOString().slice(0, 10)

const FAMILY = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Đặng', 'Bùi', 'Đỗ']
const GIVEN = ['Thị Mẫu', 'Văn Thử', 'Thị Phượng', 'Văn Dũng', 'Thị Lan', 'Văn Khoa', 'Thị Yến']

/** Invented households, numbered from `first`: the operations that make them. */
export function households(area, count, first = 0) {
  return Array.from({ length: count }, (_, place) => {
    const n = first + place
    const id = randomUUID()
    const name = `${FAMILY[n % FAMILY.length]} ${GIVEN[n % GIVEN.length]} ${String(n + 1).padStart(2, '0')}`
    const people = [randomUUID(), randomUUID()]
    const fields = { area_id: area, name, house_number: `${n + 1}`, address: 'Ngõ 12, Tổ 3', location: { latitude: 9.18 + (n % 7) * 0.0009, longitude: 105.15 + Math.floor(n / 7) * 0.0003 } }
    if (n === 3) fields.landmark = 'gần đình'
    const ops = [
      { entity: 'household', entity_id: id, fields },
      { entity: 'person', entity_id: people[0], fields: { household_id: id, full_name: name, birth: '1968', phone: `0912${String(100_000 + n)}` } },
      { entity: 'person', entity_id: people[1], fields: { household_id: id, full_name: `${FAMILY[(n + 3) % FAMILY.length]} Mẫu Con ${n + 1}`, birth: '1995' } },
    ]
    if (n % 4 === 1) {
      const cover = { person_id: people[0], scheme: 'bhyt_hgd', state: 'covered', valid_from: day(-300), valid_to: day((n % 28) + 3), known_on: day(-10), source: 'said' }
      ops.push({ entity: 'cover', entity_id: randomUUID(), fields: cover })
    }
    if (n % 6 === 2) ops.push({ entity: 'follow_up', entity_id: randomUUID(), fields: { household_id: id, due_from: day(0), due_to: day(2) } })
    return { id, name, ops }
  })
}
