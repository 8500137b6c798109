/** Writes a .br and a .gz beside each file of the build that gets smaller by it, so that the server only picks one. */
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

const TEXT = /\.(html|js|css|svg|json|webmanifest|txt)$/

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name)
    return statSync(file).isDirectory() ? filesBelow(file) : [file]
  })
}

export function precompressed(): Plugin {
  let out = 'dist'
  return {
    name: 'precompressed',
    apply: 'build',
    configResolved(config) {
      out = path.resolve(config.root, config.build.outDir)
    },
    writeBundle: {
      sequential: true,
      order: 'post',
      handler() {
        for (const file of filesBelow(out).filter((name) => TEXT.test(name))) {
          const data = readFileSync(file)
          const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: data.length }
          const ways: [string, Buffer][] = [
            ['.br', brotliCompressSync(data, { params })],
            ['.gz', gzipSync(data, { level: 9 })],
          ]
          for (const [ending, packed] of ways) {
            if (packed.length < data.length) writeFileSync(file + ending, packed)
            else rmSync(file + ending, { force: true })
          }
        }
      },
    },
  }
}
