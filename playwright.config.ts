/** The tests that need a browser or an Electron. A missing one makes them fail, never pass over. */
import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

/** Debian's Chromium where it is installed, else the browser that Playwright brings. */
const chromium = process.env['CHROMIUM_BIN'] ?? '/usr/bin/chromium'
const isRoot = process.getuid?.() === 0

export default defineConfig({
  testMatch: '*.spec.ts',
  globalSetup: './tests/e2e/build-apps.ts',
  // What ends a test that hangs, also on a machine that does much else; how fast the app is, is measured elsewhere.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  forbidOnly: process.env['CI'] !== undefined,
  // The machine under test wants a core to itself.
  workers: 1,
  reporter: [['list']],
  outputDir: 'test-results',
  projects: [
    {
      name: 'chromium',
      testDir: 'tests/e2e',
      use: {
        viewport: { width: 1440, height: 900 },
        permissions: ['clipboard-read', 'clipboard-write'],
        launchOptions: {
          ...(existsSync(chromium) ? { executablePath: chromium } : {}),
          args: isRoot ? ['--no-sandbox'] : [],
        },
      },
    },
    { name: 'electron', testDir: 'tests/electron' },
  ],
})
