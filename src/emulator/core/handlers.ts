/** Which function carries out which operation: the one place where numbers and functions meet. */
import { HANDLERS } from './layout'
import { decrement, increment, invert, negate, toFirst, toFirstImmediate, toRegister } from './arithmetic'
import {
  checksum, compareExchange, compareExchange16, compareExchange8, countBits, exchange, exchangeAdd,
  moveReversedToMemory, moveReversedToRegister, scanForward, scanReverse, swapBytes16, swapBytes32, swapBytes64,
  testBit, testBitImmediate,
} from './bits'
import { changeAccessCheck, invalidateCaches, readPerformanceCounter } from './caches'
import {
  clearInterrupts, clearTaskSwitched, halt, readControl, readDebug, setInterrupts, writeControl, writeDebug,
} from './control'
import { identify } from './cpuid'
import { adjustAfterMultiply, adjustAscii, adjustBeforeDivide, adjustDecimal } from './decimal'
import { group6, group7, loadAccessRights, loadSegmentLimit } from './descriptor-tables'
import { systemCall, systemEnter, systemExit, systemReturn } from './fast-calls'
import {
  adjustRpl, breakpoint, callFarFirst, callFarImmediate, callFirst, callNear, checkBounds, debugTrap, doNothing,
  interrupt, interruptOnOverflow, interruptReturn, jumpFarFirst, jumpFarImmediate, jumpFirst, jumpIf, jumpNear,
  loopNear, returnFarAndRelease, returnNear, tooLong, undefinedOpcode,
} from './flow'
import { missingOpcode } from './missing'
import {
  accessSegmentBase, readMsr, readTimeStamp, readTimeStampAndProcessor, swapGs, writeMsr,
} from './model-specific'
import {
  changeCarry, changeDirection, extendAccumulator, extendIntoRdx, loadAddress, loadFarPointer, loadFlagsIntoAh, moveIf,
  moveImmediate, moveToFirst, moveToRegister, moveToSegment, setIf, signExtend16, signExtend32, signExtend8,
  storeAhIntoFlags, storeSelector, translateByte, zeroExtend16, zeroExtend8,
} from './moves'
import {
  divideSigned, divideUnsigned, multiplyImmediate, multiplyInto, multiplySigned, multiplyUnsigned,
} from './multiply'
import {
  OP_AAA_AAS, OP_AAD, OP_AAM, OP_ACCESS_CHECK, OP_ALU_IMMEDIATE, OP_ALU_TO_FIRST, OP_ALU_TO_REGISTER, OP_ARPL, OP_BIT,
  OP_BIT_IMMEDIATE, OP_BOUND, OP_BSF, OP_BSR, OP_BSWAP16, OP_BSWAP32, OP_BSWAP64, OP_CALL, OP_CALL_FAR,
  OP_CALL_FAR_FIRST, OP_CALL_FIRST, OP_CARRY, OP_CBW, OP_CLI, OP_CLTS, OP_CMOV, OP_CMPS, OP_CMPXCHG, OP_CMPXCHG16B,
  OP_CMPXCHG8B, OP_COMPUTE_ADDRESS, OP_CPUID, OP_CRC32, OP_CWD, OP_DAA_DAS, OP_DEC, OP_DIRECTION, OP_DIV, OP_ENTER,
  OP_GROUP_6, OP_GROUP_7, OP_HLT, OP_IDIV, OP_IMUL, OP_IMUL_IMMEDIATE, OP_IMUL_WIDE, OP_IN_DX, OP_IN_IMMEDIATE, OP_INC,
  OP_INS, OP_INT, OP_INT1, OP_INT3, OP_INTO, OP_INVALIDATE_CACHES, OP_IRET, OP_JCC, OP_JMP, OP_JMP_FAR,
  OP_JMP_FAR_FIRST, OP_JMP_FIRST, OP_LAHF, OP_LAR, OP_LEA, OP_LEAVE, OP_LOAD_FAR, OP_LODS, OP_LOOP, OP_LSL, OP_MISSING,
  OP_MOV_FROM_CONTROL, OP_MOV_FROM_DEBUG, OP_MOV_FROM_SEGMENT, OP_MOV_IMMEDIATE, OP_MOV_TO_CONTROL, OP_MOV_TO_DEBUG,
  OP_MOV_TO_FIRST, OP_MOV_TO_REGISTER, OP_MOV_TO_SEGMENT, OP_MOVBE_LOAD, OP_MOVBE_STORE, OP_MOVS, OP_MOVSX16, OP_MOVSX8,
  OP_MOVSXD, OP_MOVZX16, OP_MOVZX8, OP_MUL, OP_NEG, OP_NOP, OP_NOT, OP_OUT_DX, OP_OUT_IMMEDIATE, OP_OUTS, OP_POP,
  OP_POP_SEGMENT, OP_POPA, OP_POPCNT, OP_POPF, OP_PROBE, OP_PUSH, OP_PUSH_IMMEDIATE, OP_PUSH_SEGMENT, OP_PUSHA,
  OP_PUSHF, OP_RDMSR, OP_RDPMC, OP_RDTSC, OP_RDTSCP, OP_RET, OP_RET_FAR, OP_SAHF, OP_SCAS, OP_SEGMENT_BASE_ACCESS,
  OP_SETCC, OP_SHIFT_CL, OP_SHIFT_IMMEDIATE, OP_SHLD_CL, OP_SHLD_IMMEDIATE, OP_SHRD_CL, OP_SHRD_IMMEDIATE, OP_STI,
  OP_STOS, OP_SWAPGS, OP_SYSCALL, OP_SYSENTER, OP_SYSEXIT, OP_SYSRET, OP_TOO_LONG, OP_UNDEFINED, OP_WRMSR, OP_XADD,
  OP_XCHG, OP_XLAT,
} from './operations'
import { inputDx, inputImmediate, inputString, outputDx, outputImmediate, outputString } from './port-io'
import { reach } from './probes'
import { computeAddress } from './segmentation'
import {
  shiftByCl, shiftByImmediate, shiftLeftDoubleCl, shiftLeftDoubleImmediate, shiftRightDoubleCl,
  shiftRightDoubleImmediate,
} from './shifts'
import {
  enter, leave, popAll, popFirst, popFlags, popSegment, pushAll, pushFirst, pushFlags, pushImmediate, pushSegment,
} from './stack-instructions'
import { compareString, loadString, moveString, scanString, storeString } from './strings'

type Handler = (slot: u32) => void

function single(operation: u32, handler: Handler): void {
  store<u32>(HANDLERS + (operation << 2), handler.index)
}

function sized(operation: u32, on8: Handler, on16: Handler, on32: Handler, on64: Handler): void {
  single(operation, on8)
  single(operation + 1, on16)
  single(operation + 2, on32)
  single(operation + 3, on64)
}

/** For what has no 8-bit form. */
function wide(operation: u32, on16: Handler, on32: Handler, on64: Handler): void {
  sized(operation, undefinedOpcode, on16, on32, on64)
}

export function defineHandlers(): void {
  sized(OP_ALU_TO_FIRST, (s) => toFirst<u8>(s), (s) => toFirst<u16>(s), (s) => toFirst<u32>(s), (s) => toFirst<u64>(s))
  sized(OP_ALU_TO_REGISTER, (s) => toRegister<u8>(s), (s) => toRegister<u16>(s), (s) => toRegister<u32>(s), (s) => toRegister<u64>(s))
  sized(OP_ALU_IMMEDIATE, (s) => toFirstImmediate<u8>(s), (s) => toFirstImmediate<u16>(s), (s) => toFirstImmediate<u32>(s), (s) => toFirstImmediate<u64>(s))
  sized(OP_INC, (s) => increment<u8>(s), (s) => increment<u16>(s), (s) => increment<u32>(s), (s) => increment<u64>(s))
  sized(OP_DEC, (s) => decrement<u8>(s), (s) => decrement<u16>(s), (s) => decrement<u32>(s), (s) => decrement<u64>(s))
  sized(OP_NEG, (s) => negate<u8>(s), (s) => negate<u16>(s), (s) => negate<u32>(s), (s) => negate<u64>(s))
  sized(OP_NOT, (s) => invert<u8>(s), (s) => invert<u16>(s), (s) => invert<u32>(s), (s) => invert<u64>(s))
  sized(OP_SHIFT_IMMEDIATE, (s) => shiftByImmediate<u8>(s), (s) => shiftByImmediate<u16>(s), (s) => shiftByImmediate<u32>(s), (s) => shiftByImmediate<u64>(s))
  sized(OP_SHIFT_CL, (s) => shiftByCl<u8>(s), (s) => shiftByCl<u16>(s), (s) => shiftByCl<u32>(s), (s) => shiftByCl<u64>(s))
  sized(OP_SHLD_IMMEDIATE, (s) => shiftLeftDoubleImmediate<u8>(s), (s) => shiftLeftDoubleImmediate<u16>(s), (s) => shiftLeftDoubleImmediate<u32>(s), (s) => shiftLeftDoubleImmediate<u64>(s))
  sized(OP_SHLD_CL, (s) => shiftLeftDoubleCl<u8>(s), (s) => shiftLeftDoubleCl<u16>(s), (s) => shiftLeftDoubleCl<u32>(s), (s) => shiftLeftDoubleCl<u64>(s))
  sized(OP_SHRD_IMMEDIATE, (s) => shiftRightDoubleImmediate<u8>(s), (s) => shiftRightDoubleImmediate<u16>(s), (s) => shiftRightDoubleImmediate<u32>(s), (s) => shiftRightDoubleImmediate<u64>(s))
  sized(OP_SHRD_CL, (s) => shiftRightDoubleCl<u8>(s), (s) => shiftRightDoubleCl<u16>(s), (s) => shiftRightDoubleCl<u32>(s), (s) => shiftRightDoubleCl<u64>(s))
  sized(OP_MUL, (s) => multiplyUnsigned<u8>(s), (s) => multiplyUnsigned<u16>(s), (s) => multiplyUnsigned<u32>(s), (s) => multiplyUnsigned<u64>(s))
  sized(OP_IMUL_WIDE, (s) => multiplySigned<u8>(s), (s) => multiplySigned<u16>(s), (s) => multiplySigned<u32>(s), (s) => multiplySigned<u64>(s))
  sized(OP_IMUL, (s) => multiplyInto<u8>(s), (s) => multiplyInto<u16>(s), (s) => multiplyInto<u32>(s), (s) => multiplyInto<u64>(s))
  sized(OP_IMUL_IMMEDIATE, (s) => multiplyImmediate<u8>(s), (s) => multiplyImmediate<u16>(s), (s) => multiplyImmediate<u32>(s), (s) => multiplyImmediate<u64>(s))
  sized(OP_DIV, (s) => divideUnsigned<u8>(s), (s) => divideUnsigned<u16>(s), (s) => divideUnsigned<u32>(s), (s) => divideUnsigned<u64>(s))
  sized(OP_IDIV, (s) => divideSigned<u8>(s), (s) => divideSigned<u16>(s), (s) => divideSigned<u32>(s), (s) => divideSigned<u64>(s))
  wide(OP_BIT, (s) => testBit<u16>(s), (s) => testBit<u32>(s), (s) => testBit<u64>(s))
  wide(OP_BIT_IMMEDIATE, (s) => testBitImmediate<u16>(s), (s) => testBitImmediate<u32>(s), (s) => testBitImmediate<u64>(s))
  wide(OP_BSF, (s) => scanForward<u16>(s), (s) => scanForward<u32>(s), (s) => scanForward<u64>(s))
  wide(OP_BSR, (s) => scanReverse<u16>(s), (s) => scanReverse<u32>(s), (s) => scanReverse<u64>(s))
  wide(OP_POPCNT, (s) => countBits<u16>(s), (s) => countBits<u32>(s), (s) => countBits<u64>(s))
  wide(OP_MOVBE_LOAD, (s) => moveReversedToRegister<u16>(s), (s) => moveReversedToRegister<u32>(s), (s) => moveReversedToRegister<u64>(s))
  wide(OP_MOVBE_STORE, (s) => moveReversedToMemory<u16>(s), (s) => moveReversedToMemory<u32>(s), (s) => moveReversedToMemory<u64>(s))
  sized(OP_XCHG, (s) => exchange<u8>(s), (s) => exchange<u16>(s), (s) => exchange<u32>(s), (s) => exchange<u64>(s))
  sized(OP_XADD, (s) => exchangeAdd<u8>(s), (s) => exchangeAdd<u16>(s), (s) => exchangeAdd<u32>(s), (s) => exchangeAdd<u64>(s))
  sized(OP_CMPXCHG, (s) => compareExchange<u8>(s), (s) => compareExchange<u16>(s), (s) => compareExchange<u32>(s), (s) => compareExchange<u64>(s))
  sized(OP_CRC32, (s) => checksum<u8>(s), (s) => checksum<u16>(s), (s) => checksum<u32>(s), (s) => checksum<u64>(s))
  sized(OP_MOV_TO_FIRST, (s) => moveToFirst<u8>(s), (s) => moveToFirst<u16>(s), (s) => moveToFirst<u32>(s), (s) => moveToFirst<u64>(s))
  sized(OP_MOV_TO_REGISTER, (s) => moveToRegister<u8>(s), (s) => moveToRegister<u16>(s), (s) => moveToRegister<u32>(s), (s) => moveToRegister<u64>(s))
  sized(OP_MOV_IMMEDIATE, (s) => moveImmediate<u8>(s), (s) => moveImmediate<u16>(s), (s) => moveImmediate<u32>(s), (s) => moveImmediate<u64>(s))
  wide(OP_LEA, (s) => loadAddress<u16>(s), (s) => loadAddress<u32>(s), (s) => loadAddress<u64>(s))
  wide(OP_MOVZX8, (s) => zeroExtend8<u16>(s), (s) => zeroExtend8<u32>(s), (s) => zeroExtend8<u64>(s))
  wide(OP_MOVZX16, (s) => zeroExtend16<u16>(s), (s) => zeroExtend16<u32>(s), (s) => zeroExtend16<u64>(s))
  wide(OP_MOVSX8, (s) => signExtend8<u16>(s), (s) => signExtend8<u32>(s), (s) => signExtend8<u64>(s))
  wide(OP_MOVSX16, (s) => signExtend16<u16>(s), (s) => signExtend16<u32>(s), (s) => signExtend16<u64>(s))
  wide(OP_MOVSXD, (s) => signExtend32<u16>(s), (s) => signExtend32<u32>(s), (s) => signExtend32<u64>(s))
  wide(OP_CMOV, (s) => moveIf<u16>(s), (s) => moveIf<u32>(s), (s) => moveIf<u64>(s))
  wide(OP_CBW, (s) => extendAccumulator<u16>(s), (s) => extendAccumulator<u32>(s), (s) => extendAccumulator<u64>(s))
  wide(OP_CWD, (s) => extendIntoRdx<u16>(s), (s) => extendIntoRdx<u32>(s), (s) => extendIntoRdx<u64>(s))
  wide(OP_MOV_FROM_SEGMENT, (s) => storeSelector<u16>(s), (s) => storeSelector<u32>(s), (s) => storeSelector<u64>(s))
  wide(OP_LOAD_FAR, (s) => loadFarPointer<u16>(s), (s) => loadFarPointer<u32>(s), (s) => loadFarPointer<u64>(s))
  wide(OP_PUSH, (s) => pushFirst<u16>(s), (s) => pushFirst<u32>(s), (s) => pushFirst<u64>(s))
  wide(OP_PUSH_IMMEDIATE, (s) => pushImmediate<u16>(s), (s) => pushImmediate<u32>(s), (s) => pushImmediate<u64>(s))
  wide(OP_POP, (s) => popFirst<u16>(s), (s) => popFirst<u32>(s), (s) => popFirst<u64>(s))
  wide(OP_PUSH_SEGMENT, (s) => pushSegment<u16>(s), (s) => pushSegment<u32>(s), (s) => pushSegment<u64>(s))
  wide(OP_POP_SEGMENT, (s) => popSegment<u16>(s), (s) => popSegment<u32>(s), (s) => popSegment<u64>(s))
  wide(OP_PUSHA, (s) => pushAll<u16>(s), (s) => pushAll<u32>(s), (s) => pushAll<u64>(s))
  wide(OP_POPA, (s) => popAll<u16>(s), (s) => popAll<u32>(s), (s) => popAll<u64>(s))
  wide(OP_PUSHF, (s) => pushFlags<u16>(s), (s) => pushFlags<u32>(s), (s) => pushFlags<u64>(s))
  wide(OP_POPF, (s) => popFlags<u16>(s), (s) => popFlags<u32>(s), (s) => popFlags<u64>(s))
  wide(OP_ENTER, (s) => enter<u16>(s), (s) => enter<u32>(s), (s) => enter<u64>(s))
  wide(OP_LEAVE, (s) => leave<u16>(s), (s) => leave<u32>(s), (s) => leave<u64>(s))
  wide(OP_CALL, (s) => callNear<u16>(s), (s) => callNear<u32>(s), (s) => callNear<u64>(s))
  wide(OP_CALL_FIRST, (s) => callFirst<u16>(s), (s) => callFirst<u32>(s), (s) => callFirst<u64>(s))
  wide(OP_JMP, (s) => jumpNear<u16>(s), (s) => jumpNear<u32>(s), (s) => jumpNear<u64>(s))
  wide(OP_JCC, (s) => jumpIf<u16>(s), (s) => jumpIf<u32>(s), (s) => jumpIf<u64>(s))
  wide(OP_JMP_FIRST, (s) => jumpFirst<u16>(s), (s) => jumpFirst<u32>(s), (s) => jumpFirst<u64>(s))
  wide(OP_RET, (s) => returnNear<u16>(s), (s) => returnNear<u32>(s), (s) => returnNear<u64>(s))
  wide(OP_LOOP, (s) => loopNear<u16>(s), (s) => loopNear<u32>(s), (s) => loopNear<u64>(s))
  wide(OP_JMP_FAR, (s) => jumpFarImmediate<u16>(s), (s) => jumpFarImmediate<u32>(s), (s) => jumpFarImmediate<u64>(s))
  wide(OP_JMP_FAR_FIRST, (s) => jumpFarFirst<u16>(s), (s) => jumpFarFirst<u32>(s), (s) => jumpFarFirst<u64>(s))
  wide(OP_CALL_FAR, (s) => callFarImmediate<u16>(s), (s) => callFarImmediate<u32>(s), (s) => callFarImmediate<u64>(s))
  wide(OP_CALL_FAR_FIRST, (s) => callFarFirst<u16>(s), (s) => callFarFirst<u32>(s), (s) => callFarFirst<u64>(s))
  wide(OP_RET_FAR, (s) => returnFarAndRelease<u16>(s), (s) => returnFarAndRelease<u32>(s), (s) => returnFarAndRelease<u64>(s))
  wide(OP_IRET, (s) => interruptReturn<u16>(s), (s) => interruptReturn<u32>(s), (s) => interruptReturn<u64>(s))
  wide(OP_BOUND, (s) => checkBounds<u16>(s), (s) => checkBounds<u32>(s), (s) => checkBounds<u64>(s))
  sized(OP_MOVS, (s) => moveString<u8>(s), (s) => moveString<u16>(s), (s) => moveString<u32>(s), (s) => moveString<u64>(s))
  sized(OP_CMPS, (s) => compareString<u8>(s), (s) => compareString<u16>(s), (s) => compareString<u32>(s), (s) => compareString<u64>(s))
  sized(OP_STOS, (s) => storeString<u8>(s), (s) => storeString<u16>(s), (s) => storeString<u32>(s), (s) => storeString<u64>(s))
  sized(OP_LODS, (s) => loadString<u8>(s), (s) => loadString<u16>(s), (s) => loadString<u32>(s), (s) => loadString<u64>(s))
  sized(OP_SCAS, (s) => scanString<u8>(s), (s) => scanString<u16>(s), (s) => scanString<u32>(s), (s) => scanString<u64>(s))
  wide(OP_MOV_FROM_CONTROL, (s) => readControl<u16>(s), (s) => readControl<u32>(s), (s) => readControl<u64>(s))
  wide(OP_MOV_TO_CONTROL, (s) => writeControl<u16>(s), (s) => writeControl<u32>(s), (s) => writeControl<u64>(s))
  wide(OP_MOV_FROM_DEBUG, (s) => readDebug<u16>(s), (s) => readDebug<u32>(s), (s) => readDebug<u64>(s))
  wide(OP_MOV_TO_DEBUG, (s) => writeDebug<u16>(s), (s) => writeDebug<u32>(s), (s) => writeDebug<u64>(s))
  wide(OP_GROUP_6, (s) => group6<u16>(s), (s) => group6<u32>(s), (s) => group6<u64>(s))
  wide(OP_LAR, (s) => loadAccessRights<u16>(s), (s) => loadAccessRights<u32>(s), (s) => loadAccessRights<u64>(s))
  wide(OP_LSL, (s) => loadSegmentLimit<u16>(s), (s) => loadSegmentLimit<u32>(s), (s) => loadSegmentLimit<u64>(s))
  wide(OP_SEGMENT_BASE_ACCESS, (s) => accessSegmentBase<u16>(s), (s) => accessSegmentBase<u32>(s), (s) => accessSegmentBase<u64>(s))
  wide(OP_SYSRET, (s) => systemReturn<u16>(s), (s) => systemReturn<u32>(s), (s) => systemReturn<u64>(s))
  wide(OP_SYSEXIT, (s) => systemExit<u16>(s), (s) => systemExit<u32>(s), (s) => systemExit<u64>(s))
  sized(OP_IN_IMMEDIATE, (s) => inputImmediate<u8>(s), (s) => inputImmediate<u16>(s), (s) => inputImmediate<u32>(s), (s) => inputImmediate<u64>(s))
  sized(OP_IN_DX, (s) => inputDx<u8>(s), (s) => inputDx<u16>(s), (s) => inputDx<u32>(s), (s) => inputDx<u64>(s))
  sized(OP_OUT_IMMEDIATE, (s) => outputImmediate<u8>(s), (s) => outputImmediate<u16>(s), (s) => outputImmediate<u32>(s), (s) => outputImmediate<u64>(s))
  sized(OP_OUT_DX, (s) => outputDx<u8>(s), (s) => outputDx<u16>(s), (s) => outputDx<u32>(s), (s) => outputDx<u64>(s))
  sized(OP_INS, (s) => inputString<u8>(s), (s) => inputString<u16>(s), (s) => inputString<u32>(s), (s) => inputString<u64>(s))
  sized(OP_OUTS, (s) => outputString<u8>(s), (s) => outputString<u16>(s), (s) => outputString<u32>(s), (s) => outputString<u64>(s))
  single(OP_COMPUTE_ADDRESS, computeAddress)
  single(OP_BSWAP16, swapBytes16)
  single(OP_BSWAP32, swapBytes32)
  single(OP_BSWAP64, swapBytes64)
  single(OP_CMPXCHG8B, compareExchange8)
  single(OP_CMPXCHG16B, compareExchange16)
  single(OP_SETCC, setIf)
  single(OP_LAHF, loadFlagsIntoAh)
  single(OP_SAHF, storeAhIntoFlags)
  single(OP_CARRY, changeCarry)
  single(OP_DIRECTION, changeDirection)
  single(OP_XLAT, translateByte)
  single(OP_MOV_TO_SEGMENT, moveToSegment)
  single(OP_AAM, adjustAfterMultiply)
  single(OP_AAD, adjustBeforeDivide)
  single(OP_AAA_AAS, adjustAscii)
  single(OP_DAA_DAS, adjustDecimal)
  single(OP_INT3, breakpoint)
  single(OP_INT, interrupt)
  single(OP_INTO, interruptOnOverflow)
  single(OP_INT1, debugTrap)
  single(OP_UNDEFINED, undefinedOpcode)
  single(OP_ARPL, adjustRpl)
  single(OP_NOP, doNothing)
  single(OP_MISSING, missingOpcode)
  single(OP_CLTS, clearTaskSwitched)
  single(OP_CLI, clearInterrupts)
  single(OP_STI, setInterrupts)
  single(OP_HLT, halt)
  single(OP_GROUP_7, group7)
  single(OP_RDMSR, readMsr)
  single(OP_WRMSR, writeMsr)
  single(OP_RDTSC, readTimeStamp)
  single(OP_RDTSCP, readTimeStampAndProcessor)
  single(OP_SWAPGS, swapGs)
  single(OP_SYSCALL, systemCall)
  single(OP_SYSENTER, systemEnter)
  single(OP_CPUID, identify)
  single(OP_INVALIDATE_CACHES, invalidateCaches)
  single(OP_ACCESS_CHECK, changeAccessCheck)
  single(OP_RDPMC, readPerformanceCounter)
  single(OP_TOO_LONG, tooLong)
  single(OP_PROBE, reach)
}
