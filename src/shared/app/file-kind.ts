/**
 * Tells from its first bytes what a file is that Ringside may open, and whether a linker has finished with it.
 * Whether it can be started, the machine says, in more words.
 */

export type FileKind = 'kernel' | 'session'

const ELF64_MAGIC = [0x7f, 0x45, 0x4c, 0x46, 2] as const
const ZIP_MAGIC = [0x50, 0x4b, 0x03, 0x04] as const
const HEADER_SIZE = 64

const beginsWith = (bytes: Uint8Array, magic: readonly number[]) =>
  magic.every((byte, index) => bytes[index] === byte)

export function fileKindOf(bytes: Uint8Array): FileKind | undefined {
  if (beginsWith(bytes, ELF64_MAGIC)) return 'kernel'
  return beginsWith(bytes, ZIP_MAGIC) ? 'session' : undefined
}

/** Both tables of headers lie within the file. That of the sections is the last thing a linker writes. */
export function isWholeElf(bytes: Uint8Array): boolean {
  if (!beginsWith(bytes, ELF64_MAGIC) || bytes.length < HEADER_SIZE) return false
  const header = new DataView(bytes.buffer, bytes.byteOffset, HEADER_SIZE)
  const end = (table: number, size: number, count: number) =>
    header.getBigUint64(table, true) +
    BigInt(header.getUint16(size, true)) * BigInt(header.getUint16(count, true))
  const length = BigInt(bytes.length)
  return end(32, 54, 56) <= length && end(40, 58, 60) <= length
}
