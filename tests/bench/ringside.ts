/** Runs images on our own machine with the clock in hand. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createMachine } from '../../src/emulator/machine/machine'
import { compileCore } from '../../src/emulator/machine/webassembly'
import type { Topic } from '../../src/shared/topics'
import { createMarkReader, type Measurement } from './marks'

/** By its path from the root of the project, where the bench runs. */
const file = (path: string) => readFileSync(resolve(path))
const core = () => compileCore(file('build/core/core.wasm'))
const clocks = () => {
  const { user, system } = process.cpuUsage()
  return { seconds: performance.now() / 1000, busySeconds: (user + system) / 1e6 }
}

const MEMORY = 64 << 20
/** As long as the run loop's slices when flat out, or thereabouts. */
const SLICE = 1_000_000

const machineOf = (image: string, topics: readonly Topic[]) => {
  const machine = createMachine(core(), {
    image: file(image),
    memorySize: MEMORY,
    commandLine: '',
  })
  let events = 0
  if (topics.length > 0) machine.listen(topics, () => events++)
  return { machine, events: () => events }
}

export function measurePrograms(topics: readonly Topic[] = []): Measurement[] {
  const { machine } = machineOf('tests/bench/kernels/kernels.elf', topics)
  const marks = createMarkReader()
  machine.onDebugConsole((byte) => marks.take(byte, { ...clocks(), instant: machine.instant() }))
  while (machine.run(SLICE).reason === 'budget');
  return marks.measurements()
}

export interface Boot {
  readonly seconds: number
  readonly busySeconds: number
  readonly instructions: number
  readonly events: number
}

const PROMPT = 'ring0> '

/** From the image to the shell's prompt: making the machine and compiling the core's code counts as well. */
export function measureBoot(topics: readonly Topic[] = []): Boot {
  const start = clocks()
  const { machine, events } = machineOf('kernel/prebuilt/ringside-kernel.elf', topics)
  let text = ''
  machine.onSerial((byte) => (text = (text + String.fromCharCode(byte)).slice(-PROMPT.length)))
  const LIMIT = 2_000_000_000
  while (text !== PROMPT) {
    const stop = machine.run(5_000)
    if (stop.reason !== 'budget' || machine.instant() > LIMIT)
      throw new Error(`the kernel did not reach its prompt: ${JSON.stringify(stop)}`)
  }
  const end = clocks()
  return {
    seconds: end.seconds - start.seconds,
    busySeconds: end.busySeconds - start.busySeconds,
    instructions: machine.instant(),
    events: events(),
  }
}
