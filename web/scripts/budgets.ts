/** Fails the build when the field app grows beyond what a cheap phone on a weak network should fetch. */
import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'
import { fieldFiles } from './field-files.ts'

/** Most bytes by kind of file: scripts and styles as gzip, fonts as they are (they are packed already). */
const MOST: Record<string, number> = { js: 90_000, css: 15_000, woff2: 70_000 }

export function fieldBudgets(): Plugin {
  return {
    name: 'field-budgets',
    apply: 'build',
    generateBundle(_options, bundle) {
      const sizes: Record<string, number> = {}
      for (const name of fieldFiles(bundle)) {
        const file = bundle[name]
        if (!file) continue
        const data = file.type === 'chunk' ? file.code : file.source
        const kind = name.split('.').pop() ?? ''
        const size = kind === 'woff2' ? data.length : gzipSync(data, { level: 9 }).length
        sizes[kind] = (sizes[kind] ?? 0) + size
      }
      const line = Object.entries(MOST).map(([kind, most]) => `${kind} ${sizes[kind] ?? 0} of ${most}`)
      this.info(`field app, bytes: ${line.join(', ')}`)
      for (const [kind, most] of Object.entries(MOST)) {
        if ((sizes[kind] ?? 0) > most) this.error(`the field app's ${kind} has ${sizes[kind]} bytes, ${most} are allowed`)
      }
    },
  }
}
