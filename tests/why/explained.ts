/** Runs a scenario of the kernel without a window and gives what is explained at its end, as text. */
import { readFileSync } from 'node:fs'
import { createHeadlessMachine, type Ending } from '../../src/emulator/host/headless'
import { situationAtEnd } from '../../src/emulator/host/headless-situation'
import { typeText } from '../../src/shared/scan-codes'
import { explain } from '../../src/renderer/why/why'
import {
  plainExplanation,
  plainSentence,
  type Explanation,
} from '../../src/renderer/why/explanation'
import type { InputStep } from '../boot/scenarios'

const read = (path: string) => readFileSync(new URL(path, import.meta.url))
const coreWasm = read('../../build/core/core.wasm')
const image = read('../../kernel/prebuilt/ringside-kernel.elf')

const MIB = 2 ** 20
/** A guest that is stuck shows it within this much of its time. */
const LIMIT = 60_000_000
/** Nobody types faster. */
const HESITATION = 1_000_000

export interface ExplainedRun {
  readonly commandLine: string
  readonly input?: readonly InputStep[]
  /** Stops once the serial port has printed this. */
  readonly untilText?: string
  /** Stops at this instant in any case. */
  readonly limit?: number
}

export function explanationsOf(run: ExplainedRun): readonly Explanation[] {
  const { commandLine, input = [], untilText, limit = LIMIT } = run
  const steps = [...input]
  let serial = ''
  let due: number | undefined
  const headless = createHeadlessMachine({
    coreWasm,
    name: 'ringside-kernel.elf',
    image,
    configuration: { commandLine, memorySize: 128 * MIB },
    maxInstructions: limit,
    ...(untilText !== undefined && input.length === 0 && { untilText }),
    onSerial: (byte) => (serial += String.fromCharCode(byte)),
  })
  const { loaded } = headless
  // Tasks and blocks are followed from the first look on.
  situationAtEnd(loaded, { reason: 'limit' })

  function type(): void {
    const [step] = steps
    if (!step || !serial.includes(step.after)) return
    due ??= loaded.timeline.now() + HESITATION
    if (loaded.timeline.now() < due) return
    steps.shift()
    due = undefined
    if (step.serial !== undefined) {
      loaded.timeline.input({ type: 'serial', bytes: [...Buffer.from(step.serial)] })
    }
    if (step.keyboard !== undefined) {
      loaded.timeline.input({ type: 'keys', scanCodes: typeText(step.keyboard) })
    }
  }

  let ending: Ending | undefined
  while (!ending) {
    ending = headless.advance()
    type()
    if (steps.length === 0 && untilText !== undefined && serial.includes(untilText)) {
      ending ??= { reason: 'text' }
    }
  }
  return explain(situationAtEnd(loaded, ending))
}

/** Those about the machine itself, and not about what a diagram happens to show. */
export const aboutMachine = (explanations: readonly Explanation[]): readonly Explanation[] =>
  explanations.filter(({ subject }) => subject === 'machine')

export const textOf = (explanation: Explanation): string => plainExplanation(explanation)

export const wordCount = ({ paragraph }: Explanation): number =>
  paragraph.map(plainSentence).join(' ').split(/\s+/).length
