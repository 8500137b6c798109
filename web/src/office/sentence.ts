/** A failure as a sentence in the language of the screen, with what the server said. */
import { NoAnswer, Refused, SignInNeeded } from '../lib/api/problem.ts'
import { common } from './words/common.ts'

export function sentence(error: unknown): string {
  if (error instanceof NoAnswer) return common.t.noAnswer
  if (error instanceof SignInNeeded) return common.t.signInNeeded
  if (error instanceof Refused) return error.problem.detail ? `${error.problem.title}. ${error.problem.detail}` : error.problem.title
  return common.t.failed
}
