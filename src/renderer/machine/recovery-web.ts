/**
 * The session as it was a few seconds ago, in the browser's database: what is found by a page was left by one that
 * ended without saying so. A browser that forbids storage keeps nothing, and nothing else is lost.
 */

const DATABASE = 'ringside'
const STORE = 'recovery'
const KEY = 'session'
/** Set while there is something that an orderly end has not taken back. */
const LEFT_KEY = 'ringside.recovery'

const finished = <Result>(request: IDBRequest<Result>): Promise<Result> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('The browser keeps nothing.'))
  })

async function withStore<Result>(
  mode: IDBTransactionMode,
  use: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const opening = indexedDB.open(DATABASE, 1)
  opening.onupgradeneeded = () => void opening.result.createObjectStore(STORE)
  const database = await finished(opening)
  try {
    return await finished(use(database.transaction(STORE, mode).objectStore(STORE)))
  } finally {
    database.close()
  }
}

export async function keepRecovery(bytes: Uint8Array): Promise<void> {
  try {
    await withStore('readwrite', (store) => store.put(bytes, KEY))
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
    const bytes: unknown = isLeft
      ? await withStore('readonly', (store) => store.get(KEY) as IDBRequest<unknown>)
      : undefined
    return bytes instanceof Uint8Array ? bytes : undefined
  } catch {
    return undefined
  }
}
