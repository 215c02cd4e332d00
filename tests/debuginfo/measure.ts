/** What `measure.mjs` measures. Prints, and judges nothing but a throw. */
import { readFileSync } from 'node:fs'
import { readElf64 } from '../../src/emulator/boot/elf64'
import { createDebugInfo } from '../../src/emulator/debuginfo/debug-info'
import { askEverything, createRandom, damage, smallQuestion } from './mutations'
import { openImage, SMALL_BUILDS } from './recorded'

/** Each step alone, in the order in which a window that opens needs them. */
export function measureOpening(path: string): void {
  const bytes = new Uint8Array(readFileSync(path))
  console.log(`${path}: ${(bytes.length / 1e6).toFixed(1)} MB`)
  const timed = <T>(what: string, read: () => T): T => {
    const start = performance.now()
    const result = read()
    console.log(`${(performance.now() - start).toFixed(1).padStart(9)} ms  ${what}`)
    return result
  }
  const start = performance.now()
  const image = timed('the ELF file', () => readElf64(bytes))
  const debugInfo = timed('the symbols', () => createDebugInfo(image))
  const address = image.entry
  timed('the first source line', () => debugInfo.sourceOf(address))
  timed('the first frames', () => debugInfo.framesAt(address))
  const { general } = { general: Array.from({ length: 16 }, () => 0n) }
  timed('the first backtrace', () =>
    debugInfo.backtrace({ general, rip: address }, () => new Uint8Array(0)),
  )
  const statics = timed('all statics', () => debugInfo.statics())
  timed('a type by its name', () => debugInfo.layoutOf('core::fmt::Formatter'))
  console.log(`${(performance.now() - start).toFixed(1).padStart(9)} ms  together`)
  console.log(`${debugInfo.lines.rowCount()} rows, ${statics.length} statics`)
  console.log(`${debugInfo.symbols.count} symbols`)
}

export function measureDamage(count: number): void {
  const start = performance.now()
  let slowest = 0
  for (const build of SMALL_BUILDS) {
    const image = openImage(build)
    const question = smallQuestion(image)
    const random = createRandom(0x5eed)
    for (let variant = 0; variant < count / SMALL_BUILDS.length; variant++) {
      const before = performance.now()
      askEverything(damage(image, random), question)
      slowest = Math.max(slowest, performance.now() - before)
    }
    const seconds = (performance.now() - start) / 1000
    console.log(`${build}: ${seconds.toFixed(0)} s so far, slowest answer ${slowest.toFixed(0)} ms`)
  }
  console.log(`${count} variants, ${process.memoryUsage().rss >> 20} MB in the end`)
}
