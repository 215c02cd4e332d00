/** Writes the contact sheet of all drawings to `build/gallery.html` and says where it is. */
import { mkdir, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runnerImport } from 'vite'

const FILE = resolve(import.meta.dirname, '../build/gallery.html')

const { module } = await runnerImport(resolve(import.meta.dirname, '../tests/gallery/page.ts'))
await mkdir(resolve(FILE, '..'), { recursive: true })
await writeFile(FILE, module.galleryPage())
console.log(pathToFileURL(FILE).href)
