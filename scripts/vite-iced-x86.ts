/**
 * A Vite plugin that makes the disassembler iced-x86 run without Node: the package reads its wasm
 * with `fs` and takes the text coders from `util`; here the wasm is embedded and the global coders
 * are used, which every host has.
 */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Plugin } from 'vite'

/** The three statements of the package that only Node understands, and what stands in for them. */
const replacements = (base64: string): readonly (readonly [string, string])[] => [
  ['const { TextDecoder, TextEncoder } = require(`util`);', ''],
  [`const path = require('path').join(__dirname, 'iced_x86_bg.wasm');`, ''],
  [
    `const bytes = require('fs').readFileSync(path);`,
    `const bytes = Uint8Array.from(atob('${base64}'), (c) => c.charCodeAt(0));`,
  ],
]

export function icedX86(): Plugin {
  return {
    name: 'ringside:iced-x86',
    enforce: 'pre',
    transform(code, id) {
      const file = id.split('?')[0] ?? id
      if (!/[\\/]iced-x86[\\/]iced_x86\.js$/.test(file)) return undefined
      const wasm = readFileSync(resolve(dirname(file), 'iced_x86_bg.wasm'))
      let out = code
      for (const [from, to] of replacements(wasm.toString('base64'))) {
        if (!out.includes(from)) throw new Error(`iced-x86 has changed: \`${from}\` is gone.`)
        out = out.replace(from, () => to)
      }
      return { code: out, map: null }
    },
  }
}
