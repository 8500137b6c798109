/** The data of the demonstration: made once in a run of the tests, and copied for each server, which sees nothing of the others. */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Where a run keeps what it made (`run.mjs`); a file that is run alone makes its own. */
const SHARED = process.env.TUNGNHA_E2E_MADE
const USERS = 'users.json'

/** What the program is told: a database and all else of one server in one folder. */
export const settings = (folder, url) => ({ ...process.env, DATABASE_URL: url, TUNGNHA_KEYS: `${folder}/keys`, TUNGNHA_MAIL_FOLDER: `${folder}/mail` })
export const fileIn = (folder) => `sqlite:${folder}/data.db`

function make(bin, sample, folder, url) {
  const made = execFileSync(bin, ['demo', '--prepare-only', '--json', '--sample', sample], {
    env: settings(folder, url), cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'],
  })
  writeFileSync(path.join(folder, USERS), made.trim().split('\n').at(-1))
}

/** Made beside and put in its place whole: two files of tests may want it at once. */
function makeOnce(bin, sample) {
  const place = path.join(SHARED, sample)
  if (existsSync(place)) return place
  const making = mkdtempSync(path.join(SHARED, 'making-'))
  make(bin, sample, making, fileIn(making))
  try {
    renameSync(making, place)
  } catch (error) {
    if (!existsSync(place)) throw error
    rmSync(making, { recursive: true, force: true })
  }
  return place
}

/** Puts a sample into the folder of a server, and says who its users are. A database that is no file is not copied. */
export function putSample(bin, sample, folder, url) {
  if (SHARED && url === fileIn(folder)) cpSync(makeOnce(bin, sample), folder, { recursive: true })
  else make(bin, sample, folder, url)
  return JSON.parse(readFileSync(path.join(folder, USERS), 'utf8')).users
}
