/** Fails when src/lib/api/schema.d.ts is not what docs/openapi.json says now. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const folder = mkdtempSync(path.join(tmpdir(), 'tungnha-api-'))
const made = path.join(folder, 'schema.d.ts')
execFileSync('npx', ['--no-install', 'openapi-typescript', '../docs/openapi.json', '-o', made], { stdio: 'ignore' })
const same = readFileSync(made, 'utf8') === readFileSync('src/lib/api/schema.d.ts', 'utf8')
rmSync(folder, { recursive: true })
if (!same) {
  console.error('src/lib/api/schema.d.ts is older than docs/openapi.json: npm run api')
  process.exit(1)
}
