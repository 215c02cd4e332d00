/** CPUID: says what this processor has, and nothing that it has not. SDM Vol. 2, "CPUID". */
import { RAX, RBX, RCX, RDX, setRegister } from './state'

function answer(eax: u32, ebx: u32, ecx: u32, edx: u32): void {
  setRegister<u32>(RAX, eax)
  setRegister<u32>(RBX, ebx)
  setRegister<u32>(RCX, ecx)
  setRegister<u32>(RDX, edx)
}

/** Leaf 1 EDX: DE, PSE, TSC, MSR, PAE, CX8, SEP, PGE, CMOV, PAT, CLFSH. */
const FEATURES_EDX: u32 =
  (1 << 2) | (1 << 3) | (1 << 4) | (1 << 5) | (1 << 6) | (1 << 8) | (1 << 11) | (1 << 13) | (1 << 15) |
  (1 << 16) | (1 << 19)
/** Leaf 1 ECX: CMPXCHG16B, MOVBE, POPCNT. */
const FEATURES_ECX: u32 = (1 << 13) | (1 << 22) | (1 << 23)
/** Leaf 7 EBX: FSGSBASE, SMEP, SMAP; ECX: UMIP. */
const FEATURES_7_EBX: u32 = (1 << 0) | (1 << 7) | (1 << 20)
const FEATURES_7_ECX: u32 = 1 << 2
/** Leaf 0x8000_0001 EDX: SYSCALL, XD, 1-GiB pages, RDTSCP, LM; ECX: LAHF in 64-bit mode. */
const EXTENDED_EDX: u32 = (1 << 11) | (1 << 20) | (1 << 26) | (1 << 27) | (1 << 29)
const EXTENDED_ECX: u32 = 1 << 0

/** CLFLUSH lines of 64 bytes; one logical processor. */
const LEAF_1_EBX: u32 = (8 << 8) | (1 << 16)
/** Family 6, model 1, stepping 0. */
const SIGNATURE: u32 = 0x0610

export function identify(slot: u32): void {
  const leaf = load<u32>(RAX)
  switch (leaf) {
    case 0: // "RingsideCPU " in EBX, EDX, ECX
      answer(7, 0x676e_6952, 0x2055_5043, 0x6564_6973)
      break
    case 1:
      answer(SIGNATURE, LEAF_1_EBX, FEATURES_ECX, FEATURES_EDX)
      break
    case 7:
      answer(0, load<u32>(RCX) == 0 ? FEATURES_7_EBX : 0, load<u32>(RCX) == 0 ? FEATURES_7_ECX : 0, 0)
      break
    case 0x8000_0000:
      answer(0x8000_0008, 0, 0, 0)
      break
    case 0x8000_0001:
      answer(SIGNATURE, 0, EXTENDED_ECX, EXTENDED_EDX)
      break
    case 0x8000_0002: // "Ringside virtual"
      answer(0x676e_6952, 0x6564_6973, 0x7269_7620, 0x6c61_7574)
      break
    case 0x8000_0003: // " processor"
      answer(0x6f72_7020, 0x7373_6563, 0x0000_726f, 0)
      break
    case 0x8000_0008: // 40 physical, 48 linear address bits
      answer(0x3028, 0, 0, 0)
      break
    default:
      answer(0, 0, 0, 0)
  }
}
