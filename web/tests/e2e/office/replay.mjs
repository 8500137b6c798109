/**
 * Pictures need the same figures every day, and figures of a sample that ends today are never the same. So the pictures are taken of
 * answers that were kept, by a clock that stands still; TUNGNHA_WRITE_GOLDEN=1 keeps answers and pictures anew.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'

/** Names that were asked for one after the other are kept together: whoever asks finds those of theirs among them. */
const joined = (before, body) => JSON.stringify([...JSON.parse(before ?? '[]'), ...JSON.parse(body)])

/** Answers to what the page asks with what was kept under a name; `user` is what a sign-in answers with. */
export async function replayed(page, api, called = 'office') {
  const file = path.join(import.meta.dirname, `../kept/${called}-answers.json.gz`)
  const writes = Boolean(process.env.TUNGNHA_WRITE_GOLDEN) || !existsSync(file)
  const kept = writes ? { at: Date.now(), user: api.user, answers: {}, addresses: {} } : JSON.parse(gunzipSync(readFileSync(file)).toString())
  await page.clock.setFixedTime(kept.at)
  await page.route('**/api/v1/**', async (route) => {
    const request = route.request()
    const { pathname, search } = new URL(request.url())
    const name = `${request.method()} ${pathname}${search}`
    if (pathname.startsWith('/api/v1/sessions')) {
      const session = { access_token: api.token, expires_in: 36_000, refresh_token: 'kept', user: kept.user }
      return route.fulfill({ json: session })
    }
    if (!writes) {
      const answer = kept.answers[name]
      if (!answer) return route.fulfill({ status: 404, contentType: 'application/problem+json', json: { type: '/problems/not-kept', title: `Chưa giữ: ${name}`, status: 404, code: 'not-kept' } })
      return route.fulfill(answer)
    }
    const got = await route.fetch()
    const body = await got.text()
    const headers = Object.fromEntries(Object.entries(got.headers()).filter(([header]) => ['content-type', 'etag'].includes(header)))
    kept.answers[name] = { status: got.status(), headers, body: pathname.endsWith('/users/names') ? joined(kept.answers[name]?.body, body) : body }
    return route.fulfill({ ...kept.answers[name], body })
  })
  const keep = () => {
    if (!writes) return
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, gzipSync(JSON.stringify(kept), { level: 9 }))
  }
  /** Addresses with ids in them, by the name of their picture. */
  keep.addresses = kept.addresses ?? {}
  return keep
}
