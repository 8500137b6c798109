/** Fails the build when an app grows beyond what its users should wait for: a cheap phone on a weak network, a desk in a commune's office. */
import { gzipSync } from 'node:zlib'
import type { Plugin, Rolldown } from 'vite'
import { appFiles, type App } from './app-files.ts'

interface Budget {
  app: App
  /** What is weighed, in words. */
  what: string
  /** Which of the chunks that are fetched later count; all unless said. */
  more?: (chunk: Rolldown.OutputChunk) => boolean
  /** Most bytes by kind of file: scripts and styles as gzip, fonts as they are (they are packed already). */
  most: Record<string, number>
}

const BUDGETS: readonly Budget[] = [
  { app: 'field', what: 'the field app', most: { js: 90_000, css: 15_000, woff2: 70_000 } },
  {
    app: 'office',
    what: 'the first screen of the office',
    more: (chunk) => chunk.facadeModuleId?.endsWith('/screens/Overview.svelte') ?? false,
    most: { js: 150_000, css: 20_000, woff2: 70_000 },
  },
]

function sizes(bundle: Rolldown.OutputBundle, { app, more }: Budget): Record<string, number> {
  const found: Record<string, number> = {}
  for (const name of appFiles(bundle, app, more)) {
    const file = bundle[name]
    if (!file) continue
    const data = file.type === 'chunk' ? file.code : file.source
    const kind = name.split('.').pop() ?? ''
    found[kind] = (found[kind] ?? 0) + (kind === 'woff2' ? data.length : gzipSync(data, { level: 9 }).length)
  }
  return found
}

export function budgets(): Plugin {
  return {
    name: 'budgets',
    apply: 'build',
    generateBundle(_options, bundle) {
      for (const budget of BUDGETS) {
        const found = sizes(bundle, budget)
        const parts = Object.entries(budget.most).map(([kind, most]) => `${kind} ${found[kind] ?? 0} of ${most}`)
        this.info(`${budget.what}, bytes: ${parts.join(', ')}`)
        for (const [kind, most] of Object.entries(budget.most)) {
          if ((found[kind] ?? 0) > most) this.error(`the ${kind} of ${budget.what} has ${found[kind]} bytes, ${most} are allowed`)
        }
      }
    },
  }
}
