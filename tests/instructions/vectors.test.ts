/** Runs every recorded instruction on the core and compares all that a program can see with what silicon did. */
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { STOP_HALTED } from '../../src/emulator/core/layout'
import {
  createCoreHarness,
  type CoreHarness,
  type Outcome,
  type Region,
} from '../core/core-harness'
import { mnemonicOf, undefinedFlags } from './undefined-flags'
import {
  FLAG_BITS,
  pristine,
  readVectorFile,
  REGISTERS_32,
  REGISTERS_64,
  type MemoryBytes,
  type VectorCase,
} from './vector-cases'

const folder = new URL('./vectors/', import.meta.url)
const COMPARED_FLAGS = Object.values(FLAG_BITS).reduce((mask, bit) => mask | bit, 0n)
const RF = 1n << 16n
const BREAKPOINT = 3

interface Bank {
  readonly region: Region
  readonly pristine: Uint8Array
  readonly expected: Uint8Array
}

const hex = (value: bigint | number | undefined) =>
  value === undefined ? 'none' : value.toString(16)
const flagNames = (rflags: bigint) =>
  Object.keys(FLAG_BITS)
    .filter((name) => rflags & (FLAG_BITS[name] ?? 0n))
    .join('+') || 'none'

/** A loop, or a string instruction that retires element by element, is given room, and must end. */
const MOST_STEPS = 400

/** Alone: one instruction a run, until the end is reached or an exception was delivered. */
function stepAlone(core: CoreHarness, vector: VectorCase): Outcome {
  let outcome = core.outcome(vector.bits)
  for (let step = 0; step < MOST_STEPS; step++) {
    core.run(1)
    outcome = core.outcome(vector.bits)
    if (outcome.delivery) break
    if (!vector.exception && outcome.state.rip === vector.after.rip) break
  }
  return outcome
}

/** In a block: the instruction and the INT3 behind it, or wherever it leads, in one run that ends in the handler's HLT. */
function runInBlock(core: CoreHarness, vector: VectorCase): Outcome {
  const stop = core.run(1000)
  if (stop !== STOP_HALTED) return { ...core.outcome(vector.bits), delivery: undefined }
  const { state, delivery } = core.outcome(vector.bits)
  const isEnd = delivery?.vector === BREAKPOINT && vector.exception?.vector !== BREAKPOINT
  return isEnd
    ? { state: { ...state, rip: state.rip - 1n }, delivery: undefined }
    : { state, delivery }
}

/** Every difference as `what: expected, got`. */
function differences(vector: VectorCase, { state, delivery }: Outcome): string[] {
  const found: string[] = []
  const compare = (what: string, expected: string, got: string) => {
    if (expected !== got) found.push(`${what}: expected ${expected}, got ${got}`)
  }
  const { after, exception } = vector
  compare('exception vector', hex(exception?.vector), hex(delivery?.vector))
  if (exception && delivery) {
    compare('error code', hex(exception.errorCode), hex(delivery.errorCode))
    if (exception.cr2 !== undefined) compare('CR2', hex(exception.cr2), hex(delivery.cr2))
    // SDM Vol. 3B, "Instruction-Breakpoint Exception Condition": a fault's RFLAGS are pushed with RF = 1, a trap's with
    // RF = 0; between two elements of a string instruction processors differ.
    const isFault = !['#DB', '#BP', '#OF'].includes(exception.name)
    if (isFault || after.rip !== vector.before.rip)
      compare('RF as pushed', isFault ? '1' : '0', delivery.pushedRflags & RF ? '1' : '0')
  }
  compare('RIP', hex(after.rip), hex(state.rip))
  const names = vector.bits === 64 ? REGISTERS_64 : REGISTERS_32
  names.forEach((name, i) => {
    compare(name, hex(after.registers[i]), hex(state.registers[i]))
  })
  const mask = COMPARED_FLAGS & ~undefinedFlags(vector)
  compare('RFLAGS', flagNames(after.rflags & mask), flagNames(state.rflags & mask))
  for (const name of ['CS', 'SS', 'DS', 'ES'] as const)
    compare(name, hex(after.selectors[name]), hex(state.selectors[name]))
  return found
}

function put(banks: readonly Bank[], writes: readonly MemoryBytes[]) {
  for (const { address, bytes } of writes)
    for (const { region, expected } of banks)
      if (address >= region.start && address + bytes.length <= region.start + region.size)
        expected.set(bytes, address - region.start)
}

function memoryDifferences(core: CoreHarness, banks: readonly Bank[]): string[] {
  const found: string[] = []
  for (const { region, expected } of banks) {
    const actual = core.ram.subarray(region.start, region.start + region.size)
    if (Buffer.compare(actual, expected) === 0) continue
    const offset = expected.findIndex((byte, i) => byte !== actual[i])
    const row = (bytes: Uint8Array) =>
      Buffer.from(bytes.subarray(offset, offset + 8)).toString('hex')
    found.push(`[${hex(region.start + offset)}]: expected ${row(expected)}…, got ${row(actual)}…`)
  }
  return found
}

function check(
  core: CoreHarness,
  banks: readonly Bank[],
  vector: VectorCase,
  run: typeof stepAlone,
): string[] {
  for (const bank of banks) bank.expected.set(bank.pristine)
  put(banks, [...vector.memoryBefore, { address: Number(vector.before.rip), bytes: vector.bytes }])
  for (const { region, expected } of banks) core.ram.set(expected, region.start)
  put(banks, vector.memoryAfter)
  core.enter(vector.bits, vector.before)
  const outcome = run(core, vector)
  return [...differences(vector, outcome), ...memoryDifferences(core, banks)]
}

const WAYS = { alone: stepAlone, 'in a block': runInBlock }

describe('the core does what silicon did', () => {
  for (const name of readdirSync(folder).sort()) {
    const file = readVectorFile(new URL(name, folder))
    it(`${name.replace('.txt', '')}: ${file.title}`, () => {
      const core = createCoreHarness()
      core.mapRegions(file.regions)
      const banks = file.regions.map((region) => ({
        region,
        pristine: pristine(region),
        expected: pristine(region),
      }))
      const failures: string[] = []
      const byMnemonic = new Map<string, number>()
      for (const vector of file.cases)
        for (const [way, run] of Object.entries(WAYS)) {
          const found = check(core, banks, vector, run)
          if (found.length === 0) continue
          failures.push(
            `${name}:${vector.line} (${way}) ${vector.text}\n    ${found.join('\n    ')}`,
          )
          byMnemonic.set(mnemonicOf(vector), (byMnemonic.get(mnemonicOf(vector)) ?? 0) + 1)
        }
      const summary = [...byMnemonic].map(([mnemonic, count]) => `${mnemonic} ${count}`).join(', ')
      expect(
        failures.length,
        `${failures.length} of ${2 * file.cases.length} runs differ (${summary}); the first ones:\n${failures.slice(0, 5).join('\n')}`,
      ).toBe(0)
    })
  }

  it('has thousands of cases, in both sizes of code, faults among them', () => {
    const cases = readdirSync(folder).flatMap((name) => readVectorFile(new URL(name, folder)).cases)
    expect(cases.length).toBeGreaterThan(5000)
    expect(cases.filter(({ bits }) => bits === 32).length).toBeGreaterThan(1000)
    for (const fault of ['#DE', '#UD', '#GP', '#SS', '#PF', '#BR', '#OF', '#BP'])
      expect(cases.filter(({ exception }) => exception?.name === fault)).not.toHaveLength(0)
  })
})
