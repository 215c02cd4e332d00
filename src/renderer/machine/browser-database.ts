/** What the browser keeps for the app under a key. It may forbid storage: then every use rejects. */

const DATABASE = 'ringside'
const STORE = 'recovery'

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

export const putItem = async (key: string, value: unknown): Promise<void> =>
  void (await withStore('readwrite', (store) => store.put(value, key)))

export const getItem = (key: string): Promise<unknown> =>
  withStore('readonly', (store) => store.get(key) as IDBRequest<unknown>)
