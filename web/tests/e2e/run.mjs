/**
 * Runs the tests in the browser, all of them or those that are named: `node tests/e2e/run.mjs field story`. What more than one of
 * them begins with is made once (`sample.mjs`).
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { dropDatabase, startCluster } from './databases.mjs'

const ALL = ['field', 'office', 'office-people', 'office-work', 'every-screen', 'maps', 'story']
const GROUPS = { desk: ['office', 'office-people', 'office-work', 'every-screen', 'maps'] }

const named = process.argv.slice(2).flatMap((name) => GROUPS[name] ?? [name])
const unknown = named.filter((name) => !ALL.includes(name))
if (unknown.length > 0) throw new Error(`no such tests: ${unknown.join(', ')}; there are ${[...ALL, ...Object.keys(GROUPS)].join(', ')}`)
const files = (named.length > 0 ? named : ALL).map((name) => path.join(import.meta.dirname, `${name}.test.mjs`))

const made = mkdtempSync(path.join(tmpdir(), 'tungnha-made-'))
const endCluster = await startCluster()
const tests = spawn(process.execPath, ['--test', '--test-concurrency=1', ...files], { stdio: 'inherit', env: { ...process.env, TUNGNHA_E2E_MADE: made } })
tests.once('exit', (code) => {
  for (const sample of readdirSync(made)) dropDatabase(path.join(made, sample))
  endCluster()
  rmSync(made, { recursive: true, force: true })
  process.exitCode = code ?? 1
})
