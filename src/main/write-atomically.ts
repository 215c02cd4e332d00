/** Writes a file so that a reader, or a power cut, sees the old text or the new one and nothing between. */
import { promises as fs } from 'node:fs'
import { basename, dirname, join } from 'node:path'

let writes = 0

/** Creates the folder if it is missing. Rejects with Node's error; then the old file is untouched. */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const folder = dirname(path)
  await fs.mkdir(folder, { recursive: true })
  const draft = join(folder, `.${basename(path)}.${process.pid}.${++writes}.tmp`)
  try {
    const file = await fs.open(draft, 'wx')
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await fs.rename(draft, path)
  } catch (error) {
    await fs.rm(draft, { force: true })
    throw error
  }
}
