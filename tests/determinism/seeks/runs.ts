/** Runs with input in which a thousand random instants are gone to, here, in a browser and in Electron. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { GuestInput, LoggedInput } from '../../../src/emulator/machine/input-log'
import { typeText } from '../../../src/shared/scan-codes'
import { instant } from '../../../src/shared/units'

export interface SeekRun {
  readonly name: string
  /** From the root of the project. */
  readonly image: string
  readonly commandLine: string
  /** Little RAM is quickly hashed. */
  readonly memorySize: number
  readonly inputs: readonly LoggedInput[]
  /** Instants; it goes on beyond them. */
  readonly length: number
  /** How many instants are gone to. */
  readonly seeks: number
}

const keys = (text: string): GuestInput => ({ type: 'keys', scanCodes: typeText(text) })
const serial = (text: string): GuestInput => ({ type: 'serial', bytes: [...Buffer.from(text)] })
const at = (when: number, input: GuestInput): LoggedInput => ({ instant: instant(when), input })

const OURS = 'kernel/prebuilt/ringside-kernel.elf'

export const SEEK_RUNS: readonly SeekRun[] = [
  {
    name: 'a shell that is typed to',
    image: OURS,
    commandLine: '',
    memorySize: 6 << 20,
    inputs: [
      at(5_000, serial('int 3\n')),
      at(400_001, keys('walk 0xb8000\n')),
      at(3_234_567, keys('alloc 100\n')),
      at(7_000_003, keys('tests\n')),
      at(12_345_678, serial('touch 0xdeadbeef w\n')),
      at(17_000_001, keys('heap\n')),
      at(20_000_000, keys('ticks\n')),
    ],
    length: 24_000_000,
    seeks: 250,
  },
  {
    name: 'an executor that polls without rest',
    image: OURS,
    commandLine: 'scenario=async-keyboard exec=simple',
    memorySize: 6 << 20,
    inputs: [
      at(1_000_003, keys('abc\n')),
      at(6_543_210, keys('Ringside\n')),
      at(13_000_001, serial('nobody listens')),
      at(13_000_002, keys('x')),
    ],
    length: 18_000_000,
    seeks: 150,
  },
  {
    name: 'a kernel of the series',
    image: 'tests/series/recorded/tasks-release.elf',
    commandLine: '',
    memorySize: 8 << 20,
    inputs: [at(1_000_000, keys('Ri')), at(3_000_017, keys('ng')), at(5_500_000, keys(' 0'))],
    length: 8_000_000,
    seeks: 600,
  },
]

export const imageOf = ({ image }: SeekRun): Uint8Array =>
  new Uint8Array(readFileSync(resolve(__dirname, '../../..', image)))
