/**
 * How the desktop app is built: main, its machine worker, preload and the renderer.
 *
 * The targets are set by hand: the build runs in the pinned Electron and in 22 (Node 16, Chromium
 * 108), the oldest that it is tested in. Main, worker and preload are CommonJS for the same reason.
 */
import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import { contentSecurityPolicy } from './scripts/vite-content-security-policy'
import { embedBytes } from './scripts/vite-embed-bytes'
import { icedX86 } from './scripts/vite-iced-x86'

const root = import.meta.dirname
const path = (relative: string) => resolve(root, relative)
const commonJs = {
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: '[name].cjs',
} as const

export default defineConfig({
  main: {
    plugins: [embedBytes(root), icedX86()],
    build: {
      target: 'node16',
      externalizeDeps: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: {
          index: path('src/main/index.ts'),
          worker: path('src/emulator/host/worker-node.ts'),
        },
        output: commonJs,
      },
    },
  },
  preload: {
    build: {
      target: 'node16',
      externalizeDeps: false,
      reportCompressedSize: false,
      rolldownOptions: { input: { index: path('src/preload/index.ts') }, output: commonJs },
    },
  },
  renderer: {
    root: path('src/renderer'),
    plugins: [vue(), contentSecurityPolicy()],
    resolve: { alias: { '#host': path('src/renderer/machine/host-desktop.ts') } },
    build: {
      target: 'chrome108',
      outDir: path('out/renderer'),
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      rolldownOptions: { input: path('src/renderer/index.html') },
    },
  },
})
