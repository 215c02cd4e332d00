/** The kernels of this folder: what stands for which stage of the series, and what is typed to it. */

export interface SeriesKernel {
  /** A folder of `kernels/`. */
  readonly crate: 'offset' | 'recursive' | 'bare' | 'lost-stack' | 'shelves'
  readonly binary: string
  /** Typed once the serial port has printed `after`. */
  readonly input?: { readonly after: string; readonly keys: string }
  /** Null when it ends in a triple fault. */
  readonly exitStatus: number | null
}

const SUCCESS = 33
const FAILURE = 35
const TRIPLE_FAULT = null

const line = { after: '> ', keys: 'Ring 0\n' } as const

export const KERNELS: readonly SeriesKernel[] = [
  { crate: 'offset', binary: 'exceptions', exitStatus: SUCCESS },
  { crate: 'offset', binary: 'double-fault', exitStatus: SUCCESS },
  { crate: 'offset', binary: 'interrupts', input: line, exitStatus: SUCCESS },
  { crate: 'offset', binary: 'paging', exitStatus: SUCCESS },
  { crate: 'recursive', binary: 'recursive', exitStatus: SUCCESS },
  { crate: 'offset', binary: 'heap', exitStatus: SUCCESS },
  { crate: 'offset', binary: 'tasks', input: line, exitStatus: SUCCESS },
  { crate: 'bare', binary: 'bare', exitStatus: SUCCESS },
  { crate: 'offset', binary: 'panic', exitStatus: FAILURE },
  { crate: 'lost-stack', binary: 'lost-stack', exitStatus: TRIPLE_FAULT },
  { crate: 'shelves', binary: 'rising', exitStatus: SUCCESS },
  { crate: 'shelves', binary: 'chained', exitStatus: SUCCESS },
  { crate: 'shelves', binary: 'sorted', exitStatus: SUCCESS },
  { crate: 'shelves', binary: 'holes', exitStatus: SUCCESS },
]

export const PROFILES = ['debug', 'release'] as const
export type Profile = (typeof PROFILES)[number]

/** Where a build leaves `kernel.elf` and `bootimage.bin`, below `build/series`. */
export const buildName = ({ binary }: SeriesKernel, profile: Profile): string =>
  `${binary}-${profile}`

/** Debug builds are large: few will do. The last two keep their debug information. */
const RECORDED_IN_DEBUG = new Set(['paging', 'tasks', 'sorted', 'lost-stack'])

/** Builds that are committed with what they printed in QEMU. */
export const isRecorded = ({ binary }: SeriesKernel, profile: Profile): boolean =>
  profile === 'debug' ? RECORDED_IN_DEBUG.has(binary) : binary !== 'lost-stack'
