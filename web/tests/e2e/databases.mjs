/**
 * The databases of a run, of the kind in TUNGNHA_TEST_DB, each named after the folder it belongs to: files, or databases of a
 * cluster of PostgreSQL that ends with the run, or of the server in TEST_DATABASE_URL.
 */
import { execFileSync, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import path from 'node:path'
import readline from 'node:readline'

const ROOT = path.resolve(import.meta.dirname, '../../..')

export const KIND = process.env.TUNGNHA_TEST_DB ?? 'sqlite'
const POSTGRES = KIND === 'postgres'

/** Starts the cluster of a run, which every process begun after it knows; answers with what ends it. */
export async function startCluster() {
  process.env.TUNGNHA_E2E_CLUSTER = process.env.TEST_DATABASE_URL ?? ''
  if (!POSTGRES || within()) return () => undefined
  const cluster = spawn('sh', ['scripts/postgres.sh'], { cwd: ROOT, stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = readline.createInterface(cluster.stdout)
  const line = await new Promise((done) => lines.once('line', done))
  if (!line.startsWith('ready ')) throw new Error(`PostgreSQL: ${line}`)
  process.env.TUNGNHA_E2E_CLUSTER = line.slice('ready '.length)
  return () => cluster.stdin.end()
}

const within = () => process.env.TUNGNHA_E2E_CLUSTER.replace(/\/$/, '')
const named = (folder) => path.relative(tmpdir(), folder).replaceAll(path.sep, '-')
const say = (sql) => POSTGRES && execFileSync('psql', ['-q', '-v', 'ON_ERROR_STOP=1', `${within()}/postgres`, '-c', sql])

/** Where the database of what is in a folder is. */
export const databaseOf = (folder) => (POSTGRES ? `${within()}/${named(folder)}` : `sqlite:${folder}/data.db`)
/** An empty one; a file is made by whoever opens it. */
export const makeDatabase = (folder) => say(`CREATE DATABASE "${named(folder)}"`)
/** One as another, to whose folder all files were copied. */
export const copyDatabase = (from, to) => say(`CREATE DATABASE "${named(to)}" TEMPLATE "${named(from)}"`)
/** It goes; a file goes with its folder. */
export const dropDatabase = (folder) => say(`DROP DATABASE IF EXISTS "${named(folder)}" WITH (FORCE)`)
