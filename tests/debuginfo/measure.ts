/** What `measure.mjs` measures. Prints, and judges nothing but a throw. */
import { readFileSync } from 'node:fs'
import { readElf64 } from '../../src/emulator/boot/elf64'
import { createDebugInfo } from '../../src/emulator/debuginfo/debug-info'
import { createRandom } from '../fixtures/random'
import { askEverything, damage, smallQuestion } from './mutations'
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

const PROGRESS = 10_000

/** What this process has used of the processor, in milliseconds: others on the machine make no answer slow. */
const processorTime = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

/**
 * Variants of the small programs in turns, so that a run that is cut short has asked them all. Goes on after a throw,
 * and fails in the end; the same seed gives the same variants.
 */
export function measureDamage(count: number, seed = 0x5eed): void {
  const programs = SMALL_BUILDS.map((build) => {
    const image = openImage(build)
    return { build, image, question: smallQuestion(image), random: createRandom(seed) }
  })
  const thrown = new Map<string, number>()
  let slowest = 0
  const tell = (done: number) =>
    console.log(
      `${done} variants, ${(processorTime() / 1000).toFixed(0)} s of the processor, ` +
        `slowest answer ${slowest.toFixed(0)} ms, ${process.memoryUsage().rss >> 20} MB, ` +
        `${thrown.size} kinds of throws`,
    )
  for (let variant = 0; variant < count; variant++) {
    const program = programs[variant % programs.length]
    if (!program) continue
    const before = processorTime()
    try {
      askEverything(damage(program.image, program.random), program.question)
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
      if (!thrown.has(text)) console.log(`variant ${variant}, of ${program.build}: ${text}`)
      thrown.set(text, (thrown.get(text) ?? 0) + 1)
    }
    slowest = Math.max(slowest, processorTime() - before)
    if ((variant + 1) % PROGRESS === 0) tell(variant + 1)
  }
  tell(count)
  if (thrown.size > 0) process.exitCode = 1
}
