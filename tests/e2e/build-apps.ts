/** Before any test: what the chosen projects open is built once, however many workers there are. */
import type { FullConfig } from '@playwright/test'

const HOSTS: Readonly<Record<string, 'desktop' | 'web'>> = { chromium: 'web', electron: 'desktop' }

export default async function buildApps({ projects }: FullConfig): Promise<void> {
  const { buildIfStale } = await import('../../scripts/build-app.mjs')
  for (const { name } of projects) {
    const host = HOSTS[name]
    if (!host) throw new Error(`No app is known for the tests of ${name}.`)
    buildIfStale(host)
  }
}
