/** What stands between the phone and the server in the tests: passes everything on, and can lose answers, as networks do. */
import { createReadStream, existsSync, statSync } from 'node:fs'
import http from 'node:http'
import path from 'node:path'

const DIST = path.resolve(import.meta.dirname, '../../dist')
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png', '.woff2': 'font/woff2', '.webmanifest': 'application/manifest+json' }
/** As the server sends it, for a server that was built without the app. */
const POLICY =
  "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

async function servesTheApp(server) {
  const answer = await fetch(`${server.url}/field/`)
  return answer.ok && (await answer.text()).includes('id="app"') && answer.headers.has('content-security-policy')
}

export async function startFront(server) {
  const own = !(await servesTheApp(server))
  const front = {
    own,
    /** `lose-answer` of the next push after the server has done it; `cut` every call, `cut-push` those in the open; `signed-out` for whoever renews. */
    fault: null,
    /** Holds back what is asked of these paths until it is taken away. */
    hold: null,
    /** Changes the body of a push, to see a refusal. */
    rewrite: null,
    /** Changes the worker's text, as a newer app would. */
    newer: null,
    requests: [],
  }
  const listener = http.createServer((request, response) => {
    front.requests.push(`${request.method} ${request.url}`)
    const chunks = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => void answer(front, server, request, Buffer.concat(chunks), response).catch(() => response.destroy()))
  })
  await new Promise((done) => listener.listen(0, '127.0.0.1', done))
  // "localhost", because a browser derives keys for names, not for numbers.
  front.url = `http://localhost:${listener.address().port}`
  front.stop = () => {
    listener.closeAllConnections()
    return new Promise((done) => listener.close(done))
  }
  return front
}

async function answer(front, server, request, body, response) {
  const at = new URL(request.url, server.url)
  const isPush = at.pathname === '/api/v1/sync/push'
  if (front.fault === 'cut' && at.pathname.startsWith('/api/')) return response.destroy()
  while (front.hold?.test(at.pathname)) await new Promise((done) => setTimeout(done, 50))
  if (front.fault === 'cut-push' && isPush) return response.destroy()
  if (front.fault === 'signed-out' && at.pathname === '/api/v1/sessions/refresh') {
    const problem = { type: '/problems/session-over', title: 'Phiên đã hết', status: 401, code: 'session-over' }
    response.writeHead(401, { 'content-type': 'application/problem+json' })
    return response.end(JSON.stringify(problem))
  }
  if (front.own && !/^\/(api|problems)\//.test(at.pathname)) return file(front, at.pathname, response)
  const headers = { ...request.headers, host: at.host }
  for (const name of ['connection', 'content-length', 'accept-encoding', 'transfer-encoding']) delete headers[name]
  // A newer file has another mark: nobody may answer that nothing changed.
  if (front.newer) for (const name of ['if-none-match', 'if-modified-since']) delete headers[name]
  const sent = isPush && front.rewrite ? Buffer.from(front.rewrite(body.toString())) : body
  const got = await fetch(at, { method: request.method, headers, body: sent.length > 0 ? sent : undefined, redirect: 'manual' })
  const bytes = Buffer.from(await got.arrayBuffer())
  if (isPush && front.fault === 'lose-answer') {
    front.fault = null
    return response.destroy()
  }
  const passed = Object.fromEntries([...got.headers].filter(([name]) => !['content-encoding', 'content-length', 'transfer-encoding', 'connection', ...(front.newer ? ['etag'] : [])].includes(name)))
  response.writeHead(got.status, passed)
  return response.end(front.newer && at.pathname === '/field/sw.js' ? front.newer(bytes.toString()) : bytes)
}

function file(front, pathname, response) {
  const name = path.join(DIST, pathname.endsWith('/') ? `${pathname}index.html` : pathname)
  if (!name.startsWith(DIST) || !existsSync(name) || !statSync(name).isFile()) {
    response.writeHead(404)
    return response.end()
  }
  const headers = { 'content-type': TYPES[path.extname(name)] ?? 'application/octet-stream', 'content-security-policy': POLICY, 'cache-control': 'no-cache' }
  response.writeHead(200, headers)
  const stream = createReadStream(name)
  if (!front.newer || pathname !== '/field/sw.js') return stream.pipe(response)
  const parts = []
  stream.on('data', (part) => parts.push(part)).on('end', () => response.end(front.newer(Buffer.concat(parts).toString())))
}
