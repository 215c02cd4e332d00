/** How the web host is built: the same renderer, with the machine in a Web Worker of the page. */
import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { contentSecurityPolicy } from './scripts/vite-content-security-policy'
import { embedBytes } from './scripts/vite-embed-bytes'
import { icedX86 } from './scripts/vite-iced-x86'

const root = import.meta.dirname
const path = (relative: string) => resolve(root, relative)

export default defineConfig({
  root: path('src/renderer'),
  base: './',
  plugins: [vue(), contentSecurityPolicy()],
  resolve: { alias: { '#host': path('src/renderer/machine/host-web.ts') } },
  worker: { format: 'es', plugins: () => [embedBytes(root), icedX86()] },
  build: {
    target: 'chrome108',
    outDir: path('out/web'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
})
