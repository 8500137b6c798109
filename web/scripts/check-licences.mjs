/** Fails when a package of the lock file has a licence that was not agreed to. */
import { readFileSync } from 'node:fs'

/** What ends up in the app or builds it. MPL-2.0 (axe-core, lightningcss) and CC-BY-4.0 (browser data) only serve tests and builds. */
const ALLOWED = new Set(['MIT', 'MIT-0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'BlueOak-1.0.0', 'OFL-1.1', 'CC0-1.0', 'Python-2.0', 'Unlicense'])
const ONLY_TOOLS = new Set(['MPL-2.0', 'CC-BY-4.0'])

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'))
const wrong = []
for (const [place, { license, dev, optional }] of Object.entries(packages)) {
  if (place === '') continue
  const words = String(license ?? 'none').replace(/[()]/g, '').split(/ (?:AND|OR) /)
  const good = (word) => ALLOWED.has(word) || ((dev || optional) && ONLY_TOOLS.has(word))
  const either = String(license).includes(' OR ')
  if (!(either ? words.some(good) : words.every(good))) wrong.push(`${place}: ${license}`)
}
if (wrong.length > 0) {
  console.error(`licences nobody agreed to:\n${wrong.join('\n')}`)
  process.exit(1)
}
