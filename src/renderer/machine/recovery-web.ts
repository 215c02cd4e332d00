/**
 * The session as it was a few seconds ago, in the browser's database: what is found by a page was left by one that
 * ended without saying so. A browser that forbids storage keeps nothing, and nothing else is lost.
 */
import { getItem, putItem } from './browser-database'

const KEY = 'session'
/** Set while there is something that an orderly end has not taken back. */
const LEFT_KEY = 'ringside.recovery'

export async function keepRecovery(bytes: Uint8Array): Promise<void> {
  try {
    await putItem(KEY, bytes)
    localStorage.setItem(LEFT_KEY, 'left')
  } catch {
    return
  }
}

/** What an earlier page left behind, once; from here on the end of this page is noticed. */
export async function takeRecovery(): Promise<Uint8Array | undefined> {
  try {
    const isLeft = localStorage.getItem(LEFT_KEY) !== null
    localStorage.removeItem(LEFT_KEY)
    addEventListener('pagehide', () => localStorage.removeItem(LEFT_KEY))
    const bytes = isLeft ? await getItem(KEY) : undefined
    return bytes instanceof Uint8Array ? bytes : undefined
  } catch {
    return undefined
  }
}
