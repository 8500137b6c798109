/** Which files of a build an app loads: what its entry reaches through imports, styles and fonts. */
import type { Rolldown } from 'vite'

type Bundle = Rolldown.OutputBundle

export type App = 'field' | 'office'

/** Names of all files that an app needs, its page left out; `more` says which chunks count that are only fetched when they are wanted. */
export function appFiles(bundle: Bundle, app: App, more: (chunk: Rolldown.OutputChunk) => boolean = () => true): string[] {
  const seen = new Set<string>()
  const visit = (name: string): void => {
    const file = bundle[name]
    if (!file || seen.has(name)) return
    seen.add(name)
    if (file.type !== 'chunk') return
    for (const next of file.imports) visit(next)
    for (const next of file.dynamicImports) {
      const chunk = bundle[next]
      if (chunk?.type === 'chunk' && more(chunk)) visit(next)
    }
    for (const next of file.viteMetadata?.importedCss ?? []) visit(next)
    for (const next of file.viteMetadata?.importedAssets ?? []) visit(next)
  }
  for (const [name, file] of Object.entries(bundle)) {
    if (file.type === 'chunk' && file.isEntry && file.facadeModuleId?.endsWith(`/${app}/index.html`)) visit(name)
  }
  // Fonts and pictures that a style sheet names.
  for (const name of [...seen]) {
    const file = bundle[name]
    if (file?.type !== 'asset' || !name.endsWith('.css')) continue
    const text = String(file.source)
    for (const other of Object.keys(bundle)) if (text.includes(other.replace(/^.*\//, ''))) visit(other)
  }
  return [...seen].sort()
}
