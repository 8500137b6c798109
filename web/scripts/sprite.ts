/** Puts the icons into the page itself: an icon that names another file has that file asked for again, on a list of doors hundreds of times. */
import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

export function sprite(): Plugin {
  return {
    name: 'sprite',
    transformIndexHtml() {
      const children = readFileSync('src/lib/ui/icons.svg', 'utf8')
      return [{ tag: 'div', attrs: { hidden: true }, children, injectTo: 'body-prepend' }]
    },
  }
}
