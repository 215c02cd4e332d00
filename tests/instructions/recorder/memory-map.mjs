/** The guest's memory in every vector: the recorder maps it on the host, and each vector file repeats it for the runner. */

/** The instruction under test starts here unless the case says otherwise. */
export const CODE = 0x104100n
export const DATA = 0x200000n
export const READ_ONLY = 0x203000n
export const NOT_PRESENT = 0x204000n
export const STACK_END = 0x302000n
export const STACK_TOP = 0x301000n
/** Within reach of 16-bit addresses. */
export const LOW_DATA = 0x8000n
export const NON_CANONICAL = 0x0000_8000_0000_0000n

/** Addresses in hexadecimal; fill `int3` is 0xCC, `pattern` is a function of the address. */
export const REGIONS = [
  { start: 0x4000n, size: 0x2000n, permissions: 'rwx', fill: 'int3' }, //  where 16-bit branches land
  { start: LOW_DATA, size: 0x2000n, permissions: 'rw', fill: 'pattern' },
  { start: 0x100000n, size: 0x8000n, permissions: 'rwx', fill: 'int3' },
  { start: DATA, size: 0x3000n, permissions: 'rw', fill: 'pattern' },
  { start: READ_ONLY, size: 0x1000n, permissions: 'r', fill: 'pattern' },
  { start: 0x300000n, size: 0x2000n, permissions: 'rw', fill: 'pattern' },
]
