/** Draws public/field/icon-*.png from icon.svg with Chromium; run by hand when the picture changes. */
import { readFileSync, writeFileSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { chromiumAt } from '../tests/e2e/browser.mjs'

const browser = await chromium.launch({ executablePath: chromiumAt(), args: ['--no-sandbox', '--disable-gpu'] })
const svg = readFileSync('public/field/icon.svg', 'utf8')
for (const size of [192, 512]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`)
  writeFileSync(`public/field/icon-${size}.png`, await page.screenshot())
  await page.close()
}
await browser.close()
