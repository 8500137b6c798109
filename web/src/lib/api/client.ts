/** The typed way to the server: paths and bodies come from the OpenAPI document, failures from `problem.ts`. */
import createClient from 'openapi-fetch'
import { NoAnswer, refusal, Refused } from './problem.ts'
import type { components, paths } from './schema.d.ts'

export type Schemas = components['schemas']

const TIMEOUT_MS = 60_000
/** What says nothing of any person is kept by the browser, and asked for again only when it changed. */
const KEPT = /\/api\/v1\/areas\/[^/]+\/map(\?|$)/

/** Where the words of a call come from: the language, and the token when there is one. */
export interface Voice {
  lang: () => string
  token: () => string | null
}

export interface Answered<T> {
  data?: T
  error?: unknown
  response: Response
}

export interface Tagged<T> {
  data: T
  etag: string
}

export type Client = ReturnType<typeof createClient<paths>>

export function clientFor(voice: Voice): Client {
  const client = createClient<paths>({
    baseUrl: globalThis.location.origin,
    // Looked up at each call, so that tests can take its place.
    fetch: (request) => globalThis.fetch(request, { signal: AbortSignal.timeout(TIMEOUT_MS), cache: KEPT.test(request.url) ? 'no-cache' : 'no-store' }),
  })
  client.use({
    onRequest({ request }) {
      request.headers.set('accept-language', voice.lang())
      const token = voice.token()
      if (token) request.headers.set('authorization', `Bearer ${token}`)
      return request
    },
  })
  return client
}

/** The answer; throws `NoAnswer` or `Refused`. */
export async function answerOf<T>(call: Promise<Answered<T>>): Promise<T> {
  return (await taggedAnswerOf(call)).data
}

/** The answer with its `ETag`, which a change of it needs; throws like `answerOf`. */
export async function taggedAnswerOf<T>(call: Promise<Answered<T>>): Promise<Tagged<T>> {
  let answered: Answered<T>
  try {
    answered = await call
  } catch (cause) {
    throw new NoAnswer('no answer', { cause })
  }
  const { data, error, response } = answered
  if (response.ok) return { data: data as T, etag: response.headers.get('etag') ?? '' }
  throw refusal(response, error)
}

export const isRefusal = (error: unknown, code: string): error is Refused =>
  error instanceof Refused && error.problem.code === code

const explanations = new Map<string, Promise<string[]>>()

/** What a word of refusal means, for refusals that were written down as a word only; the word itself when the server does not know it. */
export async function explained(code: string, lang: 'vi' | 'en'): Promise<string> {
  let lines = explanations.get(code)
  if (!lines) {
    lines = globalThis.fetch(`/problems/${encodeURIComponent(code)}`).then(async (answer) => {
      if (!answer.ok) throw new Error(`HTTP ${answer.status}`)
      return (await answer.text()).split('\n')
    })
    explanations.set(code, lines)
    lines.catch(() => explanations.delete(code))
  }
  const [, vi, en] = await lines.catch((): string[] => [])
  return (lang === 'vi' ? vi : en) ?? code
}
