/** How the `ringside` command is built: one CommonJS file for plain Node. */
import { resolve } from 'node:path'
import { defineConfig } from 'vite'
import { embedBytes } from './scripts/vite-embed-bytes'
import { icedX86 } from './scripts/vite-iced-x86'

const root = import.meta.dirname
const path = (relative: string) => resolve(root, relative)

export default defineConfig({
  root,
  plugins: [embedBytes(root), icedX86()],
  build: {
    ssr: path('src/cli/ringside.ts'),
    target: 'node20',
    outDir: path('out/cli'),
    emptyOutDir: true,
    reportCompressedSize: false,
    rolldownOptions: { output: { format: 'cjs', entryFileNames: 'ringside.cjs' } },
  },
  ssr: { noExternal: true },
})
