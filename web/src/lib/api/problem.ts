/** How a call can fail, so that every failure ends as a sentence on the screen. */
import type { components } from './schema.d.ts'

export type Problem = components['schemas']['Problem']

/** The server refused, and said why in the language that was asked for. */
export class Refused extends Error {
  readonly problem: Problem
  /** Seconds to wait, when the server said so. */
  readonly retryAfter: number | null

  constructor(problem: Problem, retryAfter: number | null) {
    super(problem.detail ?? problem.title)
    this.problem = problem
    this.retryAfter = retryAfter
  }

  /** All that was said: the title, the detail, and what is wrong with each field. */
  get sentences(): string[] {
    const { title, detail, errors } = this.problem
    return [title, ...(detail ? [detail] : []), ...(errors ?? []).map((error) => error.detail)]
  }
}

/** There was no answer. */
export class NoAnswer extends Error {}

/** Nobody is signed in any more: the password is needed again. */
export class SignInNeeded extends Error {}

export function refusal(response: Response, body: unknown): Refused {
  const said = body as Partial<Problem> | undefined
  const retry = Number(response.headers.get('retry-after'))
  const problem: Problem = {
    type: said?.type ?? '/problems/unknown',
    title: said?.title ?? `HTTP ${response.status}`,
    status: said?.status ?? response.status,
    code: said?.code ?? 'unknown',
    ...(said?.detail === undefined ? {} : { detail: said.detail }),
    ...(said?.errors === undefined ? {} : { errors: said.errors }),
    ...(said?.facts === undefined ? {} : { facts: said.facts }),
  }
  return new Refused(problem, Number.isFinite(retry) && retry > 0 ? retry : null)
}
