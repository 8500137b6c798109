/** The data of the demonstration: made once in a run of the tests, and copied for each server, which sees nothing of the others. */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { copyDatabase, databaseOf, makeDatabase } from './databases.mjs'

/** Where a run keeps what it made (`run.mjs`). */
const MADE = process.env.TUNGNHA_E2E_MADE
const USERS = 'users.json'

/** What the program is told: a database and all else of one server in one folder. */
export const settings = (folder) => ({ ...process.env, DATABASE_URL: databaseOf(folder), TUNGNHA_KEYS: `${folder}/keys`, TUNGNHA_MAIL_FOLDER: `${folder}/mail` })

/** Files of tests run one after another: nobody else makes the same meanwhile. */
function made(bin, sample) {
  const folder = path.join(MADE, sample)
  if (existsSync(path.join(folder, USERS))) return folder
  mkdirSync(folder)
  makeDatabase(folder)
  const said = execFileSync(bin, ['demo', '--prepare-only', '--json', '--sample', sample], {
    env: settings(folder), cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'],
  })
  writeFileSync(path.join(folder, USERS), said.trim().split('\n').at(-1))
  return folder
}

/** Puts a sample into the folder of a server, and says who its users are. */
export function putSample(bin, sample, folder) {
  const from = made(bin, sample)
  cpSync(from, folder, { recursive: true })
  copyDatabase(from, folder)
  return JSON.parse(readFileSync(path.join(folder, USERS), 'utf8')).users
}
