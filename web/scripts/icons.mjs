/** Writes src/lib/ui/icons.svg, the sprite of the icons used here, from the package lucide-static (ISC). */
import { readFileSync, writeFileSync } from 'node:fs'

const NAMES = [
  'arrow-down', 'arrow-left', 'arrow-up', 'arrow-up-down', 'ban', 'bell', 'building-2', 'calendar', 'calendar-clock',
  'calendar-days', 'chart-no-axes-column', 'check', 'chevron-down', 'chevron-left', 'chevron-right', 'circle-alert',
  'circle-check-big', 'circle-question-mark', 'circle-x', 'clock-3', 'cloud', 'cloud-off', 'copy-check', 'delete', 'door-closed',
  'door-open', 'download', 'external-link', 'file-spreadsheet', 'file-text', 'fingerprint', 'flask-conical', 'git-merge',
  'globe', 'handshake', 'history', 'hourglass', 'house', 'id-card', 'info', 'key-round', 'landmark', 'layout-dashboard', 'list',
  'list-checks', 'lock', 'log-in', 'log-out', 'map', 'map-pin', 'megaphone', 'menu', 'message-square-plus', 'minus',
  'navigation', 'network', 'newspaper', 'pencil-line', 'plus', 'refresh-cw', 'route', 'scale', 'search', 'send', 'settings',
  'shield-check', 'smartphone', 'target', 'triangle-alert', 'truck', 'undo-2', 'upload', 'user-round', 'user-round-x', 'users',
  'users-round', 'wallet', 'x',
]

const symbol = (name) => {
  const svg = readFileSync(`node_modules/lucide-static/icons/${name}.svg`, 'utf8')
  const inner = svg.replace(/<!--[\s\S]*?-->/g, '').replace(/^[\s\S]*?<svg[\s\S]*?>/, '').replace(/<\/svg>\s*$/, '')
  return `<symbol id="icon-${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${inner.replace(/\s*\n\s*/g, '').trim()}</symbol>`
}
writeFileSync(
  'src/lib/ui/icons.svg',
  `<!-- Icons of Lucide (ISC licence, see LICENSE-lucide); written by scripts/icons.mjs -->\n<svg xmlns="http://www.w3.org/2000/svg">\n${NAMES.map(symbol).join('\n')}\n</svg>\n`,
)
const names = NAMES.map((name) => `  | '${name}'`).join('\n')
writeFileSync('src/lib/ui/icon-names.ts', `/** Names of the icons in the sprite; written by scripts/icons.mjs. */\nexport type IconName =\n${names}\n`)
