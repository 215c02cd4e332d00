/** The processor's registers as the reader knows them, copied out of the linear memory, and set for a boot. */
import type { BootPlan } from '../boot/boot-plan'
import * as L from '../core/layout'
import type { Core } from './core-binding'

export const GENERAL_REGISTERS = [
  ...['RAX', 'RCX', 'RDX', 'RBX', 'RSP', 'RBP', 'RSI', 'RDI'],
  ...['R8', 'R9', 'R10', 'R11', 'R12', 'R13', 'R14', 'R15'],
] as const

export const SEGMENT_REGISTERS = ['ES', 'CS', 'SS', 'DS', 'FS', 'GS', 'LDTR', 'TR'] as const

export interface SegmentState {
  readonly name: string
  readonly selector: number
  readonly base: bigint
  readonly limit: number
  /** Descriptor bits 40 to 47 in bits 0 to 7, bits 52 to 55 in bits 12 to 15; 0: unusable. */
  readonly attributes: number
}

export interface TableRegister {
  readonly base: bigint
  readonly limit: number
}

export interface ProcessorState {
  /** In the order of `GENERAL_REGISTERS`. */
  readonly general: readonly bigint[]
  readonly rip: bigint
  readonly rflags: bigint
  readonly cr0: bigint
  readonly cr2: bigint
  readonly cr3: bigint
  readonly cr4: bigint
  readonly cr8: bigint
  readonly efer: bigint
  readonly segments: readonly SegmentState[]
  readonly gdtr: TableRegister
  readonly idtr: TableRegister
  readonly cpl: number
  /** Bits of an address as instructions see it now. */
  readonly mode: 16 | 32 | 64
  readonly isHalted: boolean
  /** STI or MOV SS holds interrupts off until the next instruction is done. */
  readonly isShadowed: boolean
  readonly isShutDown: boolean
}

export function readProcessorState(core: Core): ProcessorState {
  const mode = core.getU32(L.MODE)
  return {
    general: GENERAL_REGISTERS.map((_, index) => core.getU64(L.GPR + 8 * index)),
    rip: core.getU64(L.RIP),
    rflags: core.getU64(L.RFLAGS),
    cr0: core.getU64(L.CR0),
    cr2: core.getU64(L.CR2),
    cr3: core.getU64(L.CR3),
    cr4: core.getU64(L.CR4),
    cr8: core.getU64(L.CR8),
    efer: core.getU64(L.EFER),
    segments: SEGMENT_REGISTERS.map((name, index) => {
      const at = L.SEGMENTS + index * L.SEGMENT_SIZE
      return {
        name,
        selector: core.getU32(at + L.SEGMENT_SELECTOR) & 0xffff,
        base: core.getU64(at + L.SEGMENT_BASE),
        limit: core.getU32(at + L.SEGMENT_LIMIT),
        attributes: core.getU32(at + L.SEGMENT_ATTRIBUTES),
      }
    }),
    gdtr: { base: core.getU64(L.GDTR_BASE), limit: core.getU32(L.GDTR_LIMIT) },
    idtr: { base: core.getU64(L.IDTR_BASE), limit: core.getU32(L.IDTR_LIMIT) },
    cpl: core.getU32(L.CPL),
    mode: mode === L.MODE_64 ? 64 : mode === L.MODE_32 ? 32 : 16,
    isShadowed: core.getU32(L.SHADOW) !== 0,
    isHalted: core.getU32(L.ACTIVITY) === L.ACTIVITY_HALTED,
    isShutDown: core.getU32(L.ACTIVITY) === L.ACTIVITY_SHUTDOWN,
  }
}

const RFLAGS_RESERVED = 1n << 1n

/** The state in which a plan leaves the processor for the kernel. */
export function enterKernel(core: Core, { state }: BootPlan): void {
  const general: Readonly<Record<string, bigint>> = state.general
  core.reset()
  GENERAL_REGISTERS.forEach((name, index) => core.setU64(L.GPR + 8 * index, general[name] ?? 0n))
  core.setU64(L.RIP, state.rip)
  core.setU64(L.RFLAGS, RFLAGS_RESERVED)
  core.setU32(L.FLAG_KIND, L.FLAGS_EXPLICIT)
  core.setU64(L.CR0, state.cr0)
  core.setU64(L.CR3, state.cr3)
  core.setU64(L.CR4, state.cr4)
  core.setU64(L.EFER, state.efer)
  SEGMENT_REGISTERS.forEach((name, index) => {
    const at = L.SEGMENTS + index * L.SEGMENT_SIZE
    const { selector, limit, attributes } = state.segments[name]
    core.setU64(at + L.SEGMENT_BASE, 0n)
    core.setU32(at + L.SEGMENT_LIMIT, limit)
    core.setU32(at + L.SEGMENT_ATTRIBUTES, attributes)
    core.setU32(at + L.SEGMENT_SELECTOR, selector)
  })
  core.setU64(L.GDTR_BASE, state.gdtr.base)
  core.setU32(L.GDTR_LIMIT, state.gdtr.limit)
  core.setU64(L.IDTR_BASE, state.idtr.base)
  core.setU32(L.IDTR_LIMIT, state.idtr.limit)
  core.enterState()
}
