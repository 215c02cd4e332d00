/** Whether something that was built is older than what it was built from. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const timeOf = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs

function* filesBelow(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return
  if (!stat.isDirectory()) return yield path
  for (const name of readdirSync(path)) yield* filesBelow(join(path, name))
}

/** True when a product is missing, or a source is newer than the oldest of them. */
export function isStale(products, sources) {
  const built = products.map(timeOf)
  if (built.some((time) => time === undefined)) return true
  const oldest = Math.min(...built)
  for (const source of sources) {
    for (const file of filesBelow(source)) if ((timeOf(file) ?? 0) > oldest) return true
  }
  return false
}
