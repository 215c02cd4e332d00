/** What can be said of one box of the drawing when somebody points at it, and where it leads. */
import { formatCount, formatHex } from '../../../shared/format'
import type { ImageMap } from '../../../shared/models/image-map'
import { linearBytes, type DiagramDetail } from '../detail'
import { lockPlace, lockState, pieceName, rungCaption, segmentCaption } from './words'

export function detailOf(model: ImageMap, key: string): DiagramDetail | undefined {
  const segment = model.segments[Number(/^segment-(\d+)$/.exec(key)?.[1])]
  if (segment) {
    const { headline, detail } = segmentCaption(segment)
    return { words: `${headline} ${detail}`, translate: segment.virtualAddress }
  }
  const rung = model.rungs.find(({ name }) => key === `rung-${name}`)
  if (rung) {
    const { headline, detail } = rungCaption(rung)
    return { words: `${headline} ${detail}`, ...(rung.rip !== undefined && { code: rung.rip }) }
  }
  const lock = model.locks.find(({ address }) => key === `lock-${address.toString(16)}`)
  if (lock) {
    const { address, name } = lock
    return {
      words: `The lock \`${name}\` is one byte at \`${formatHex(address)}\`, ${lockPlace(model, lock)}: it is ${lockState(lock)}.`,
      bytes: linearBytes(address, 1),
      translate: address,
    }
  }
  const piece = model.pieces[Number(/^piece-(\d+)$/.exec(key)?.[1])]
  return (
    piece && {
      words: `${pieceName(model, piece)}: ${formatCount(piece.size)} bytes from physical \`${formatHex(piece.start, 8)}\` on.`,
    }
  )
}
