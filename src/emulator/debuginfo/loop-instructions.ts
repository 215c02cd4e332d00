/** Instructions as a loop is made of them: where they jump, which memory they look at, whether they do more than wait. */
import {
  Decoder,
  DecoderOptions,
  FlowControl,
  Mnemonic,
  OpKind,
  Register,
  type Instruction,
} from 'iced-x86'
import { linearAddress, type LinearAddress } from '../../shared/units'

export interface LoopInstruction {
  readonly address: LinearAddress
  /**
   * `nothing`: NOP and PAUSE. `looking`: registers and flags are changed, and memory is read or exchanged.
   * `other`: it does more than that, or goes where it cannot be followed.
   */
  readonly does: 'nothing' | 'jump' | 'branch' | 'looking' | 'other'
  /** Where a jump or branch leads. */
  readonly target?: LinearAddress
  /** What its memory operand stands for. */
  readonly operand?: LinearAddress
}

const NOTHING: ReadonlySet<Mnemonic> = new Set([Mnemonic.Nop, Mnemonic.Pause])
const LOOKING: ReadonlySet<Mnemonic> = new Set([
  ...[Mnemonic.Mov, Mnemonic.Movzx, Mnemonic.Xchg, Mnemonic.Cmpxchg, Mnemonic.Bts, Mnemonic.Lea],
  ...[Mnemonic.Test, Mnemonic.Cmp, Mnemonic.Xor, Mnemonic.And, Mnemonic.Or],
  ...[Mnemonic.Sete, Mnemonic.Setne, Mnemonic.Setb, Mnemonic.Setae],
])

/** Up to `limit` instructions; `general` holds the registers by their encodings. */
export function loopInstructions(
  bytes: Uint8Array,
  address: LinearAddress,
  bits: 16 | 32 | 64,
  limit: number,
  general: readonly bigint[],
): readonly LoopInstruction[] {
  const decoder = new Decoder(bits, bytes, DecoderOptions.None)
  decoder.ip = address
  const found: LoopInstruction[] = []
  while (decoder.canDecode && found.length < limit) {
    const instruction = decoder.decode()
    found.push(describe(instruction, general))
    instruction.free()
  }
  decoder.free()
  return found
}

function describe(instruction: Instruction, general: readonly bigint[]): LoopInstruction {
  const operand = operandOf(instruction, general)
  const isNear = instruction.op0Kind === OpKind.NearBranch64
  return {
    address: linearAddress(instruction.ip),
    does: deedOf(instruction),
    ...(isNear && { target: linearAddress(instruction.nearBranchTarget) }),
    ...(operand !== undefined && { operand }),
  }
}

function deedOf({ flowControl, mnemonic, isInvalid }: Instruction): LoopInstruction['does'] {
  if (isInvalid) return 'other'
  if (flowControl === FlowControl.UnconditionalBranch) return 'jump'
  if (flowControl === FlowControl.ConditionalBranch) return 'branch'
  if (NOTHING.has(mnemonic)) return 'nothing'
  return LOOKING.has(mnemonic) ? 'looking' : 'other'
}

function operandOf(instruction: Instruction, general: readonly bigint[]) {
  const kinds = [instruction.op0Kind, instruction.op1Kind]
  if (!kinds.includes(OpKind.Memory)) return undefined
  if (instruction.isIpRelMemoryOperand) return linearAddress(instruction.ipRelMemoryAddress)
  const valueOf = (register: Register) =>
    register === Register.None ? 0n : general[register - Register.RAX]
  const base = valueOf(instruction.memoryBase)
  const index = valueOf(instruction.memoryIndex)
  if (base === undefined || index === undefined) return undefined
  const scaled = index * BigInt(instruction.memoryIndexScale)
  return linearAddress(base + scaled + instruction.memoryDisplacementU64)
}
