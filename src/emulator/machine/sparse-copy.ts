/**
 * A copy of an area that is mostly as it was at the beginning: only the pieces that differ from then. There are thousands
 * of snapshots, and a TLB of which a kernel uses forty entries is to weigh as much as those.
 */

export interface SparseCopy {
  /** Which pieces differ, ascending. */
  readonly places: Uint16Array
  readonly bytes: Uint8Array
}

const WORD = 8

/** `blank`: the whole area as it was at the beginning; pieces are whole words. */
export function copyDifferences(
  area: Uint8Array,
  blank: Uint8Array,
  pieceSize: number,
): SparseCopy {
  const [present, before] = [area, blank].map(
    ({ buffer, byteOffset, length }) => new BigUint64Array(buffer, byteOffset, length / WORD),
  )
  const words = pieceSize / WORD
  const places: number[] = []
  for (let piece = 0; piece < area.length / pieceSize; piece++) {
    const end = (piece + 1) * words
    for (let word = piece * words; word < end; word++) {
      if (present?.[word] === before?.[word]) continue
      places.push(piece)
      break
    }
  }
  const bytes = new Uint8Array(places.length * pieceSize)
  places.forEach((piece, index) => {
    bytes.set(area.subarray(piece * pieceSize, (piece + 1) * pieceSize), index * pieceSize)
  })
  return { places: Uint16Array.from(places), bytes }
}

/** Puts the area back as it was when it was copied. */
export function restoreDifferences(
  area: Uint8Array,
  blank: Uint8Array,
  { places, bytes }: SparseCopy,
  pieceSize: number,
): void {
  area.set(blank)
  places.forEach((piece, index) => {
    area.set(bytes.subarray(index * pieceSize, (index + 1) * pieceSize), piece * pieceSize)
  })
}
