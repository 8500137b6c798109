/** Writes src/lib/ui/icons.svg, the sprite of the icons used here, from the package lucide-static (ISC). */
import { readFileSync, writeFileSync } from 'node:fs'

const NAMES = [
  'arrow-left', 'bell', 'calendar', 'calendar-clock', 'chart-no-axes-column', 'check', 'chevron-right', 'circle-alert',
  'circle-check-big', 'circle-x', 'clock-3', 'cloud', 'cloud-off', 'copy-check', 'delete', 'door-closed', 'download', 'fingerprint',
  'hourglass', 'house', 'info', 'list-checks', 'lock', 'log-in', 'map', 'map-pin', 'message-square-plus', 'minus', 'navigation',
  'pencil-line', 'plus', 'refresh-cw', 'route', 'search', 'send', 'settings', 'shield-check', 'triangle-alert', 'truck',
  'user-round', 'user-round-x', 'users-round', 'wallet', 'x',
]

const symbol = (name) => {
  const svg = readFileSync(`node_modules/lucide-static/icons/${name}.svg`, 'utf8')
  const inner = svg.replace(/<!--[\s\S]*?-->/g, '').replace(/^[\s\S]*?<svg[\s\S]*?>/, '').replace(/<\/svg>\s*$/, '')
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${inner.replace(/\s*\n\s*/g, '').trim()}</symbol>`
}
writeFileSync(
  'src/lib/ui/icons.svg',
  `<!-- Icons of Lucide (ISC licence, see LICENSE-lucide); written by scripts/icons.mjs -->\n<svg xmlns="http://www.w3.org/2000/svg">\n${NAMES.map(symbol).join('\n')}\n</svg>\n`,
)
const names = NAMES.map((name) => `  | '${name}'`).join('\n')
writeFileSync('src/lib/ui/icon-names.ts', `/** Names of the icons in the sprite; written by scripts/icons.mjs. */\nexport type IconName =\n${names}\n`)
