/** The vectors of the exceptions that the core raises: SDM Vol. 3A, "Exception and Interrupt Reference". */

export const DE: u32 = 0
export const DB: u32 = 1
export const BP: u32 = 3
export const OF: u32 = 4
export const BR: u32 = 5
export const UD: u32 = 6
export const NM: u32 = 7
export const DF: u32 = 8
export const TS: u32 = 10
export const NP: u32 = 11
export const SS: u32 = 12
export const GP: u32 = 13
export const PF: u32 = 14

/** Vectors that push an error code, one bit each: #DF #TS #NP #SS #GP #PF #AC #CP. */
const WITH_ERROR_CODE: u32 = 0x0022_7d00

// @ts-ignore: decorator
@inline
export function hasErrorCode(vector: u32): bool {
  return vector < 32 && ((WITH_ERROR_CODE >> vector) & 1) != 0
}

/** #DE, #TS, #NP, #SS, #GP and #CP: the contributory class. */
const CONTRIBUTORY: u32 = 0x0020_3c01

// @ts-ignore: decorator
@inline
export function isContributory(vector: u32): bool {
  return vector < 32 && ((CONTRIBUTORY >> vector) & 1) != 0
}
