/** Builds src/field/sw.ts into dist/field/sw.js, with the list of files that the field app needs and their hashes. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { build, type Plugin } from 'vite'
import { appFiles } from './app-files.ts'

const hash = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex').slice(0, 16)

export function fieldServiceWorker(): Plugin {
  let out = 'dist'
  let files: string[] = []
  return {
    name: 'field-service-worker',
    apply: 'build',
    configResolved(config) {
      out = path.resolve(config.root, config.build.outDir)
    },
    generateBundle(_options, bundle) {
      files = appFiles(bundle, 'field')
    },
    writeBundle: {
      sequential: true,
      order: 'pre',
      async handler() {
        const beside = readdirSync(path.join(out, 'field')).filter((name) => /\.(svg|png|webmanifest)$/.test(name))
        const urls = ['/field/', ...files.map((name) => `/${name}`), ...beside.map((name) => `/field/${name}`)].sort()
        const onDisk = (url: string): string => path.join(out, url === '/field/' ? '/field/index.html' : url)
        const shell = urls.map((url) => [url, hash(readFileSync(onDisk(url)))])
        await build({
          configFile: false,
          logLevel: 'warn',
          define: { __SHELL__: JSON.stringify(urls), __VERSION__: JSON.stringify(hash(JSON.stringify(shell))) },
          build: {
            outDir: path.join(out, 'field'),
            emptyOutDir: false,
            copyPublicDir: false,
            target: 'es2022',
            rolldownOptions: {
              input: path.resolve('src/field/sw.ts'),
              output: { entryFileNames: 'sw.js', format: 'iife' },
            },
          },
        })
      },
    },
  }
}
