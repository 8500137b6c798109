/// <reference types="vitest/config" />
import { readFileSync } from 'node:fs'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'
import { budgets } from './scripts/budgets.ts'
import { fieldServiceWorker } from './scripts/service-worker.ts'
import { precompressed } from './scripts/precompressed.ts'
import { sprite } from './scripts/sprite.ts'

const api = process.env.TUNGNHA_API ?? 'http://127.0.0.1:8080'
const proxy = { '/api': api, '/problems': api }

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as { version: string }

export default defineConfig({
  define: { __APP_VERSION__: JSON.stringify(version) },
  plugins: [svelte(), sprite(), fieldServiceWorker(), budgets(), precompressed()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { field: 'field/index.html', office: 'office/index.html' } },
  },
  server: { proxy },
  preview: { proxy },
  test: { environment: 'happy-dom', setupFiles: ['fake-indexeddb/auto'], include: ['tests/unit/**/*.test.ts'] },
})
