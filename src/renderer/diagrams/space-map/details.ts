/** What can be said of one row when somebody points at it, and where it leads. */
import { formatHex } from '../../../shared/format'
import type { SpaceMap } from '../../../shared/models/space-map'
import { linearAddress } from '../../../shared/units'
import { physicalBytes, type DiagramDetail } from '../detail'
import { rangeRemark } from './text'
import { slotCaption } from './words'

export function detailOf(map: SpaceMap, key: string): DiagramDetail | undefined {
  const [, kind, number, start] =
    /^(slot|mark|range|beside)-(\d+)(?:-([0-9a-f]+))?$/.exec(key) ?? []
  if (kind === undefined) return undefined
  const index = Number(number)
  const slot = map.slots.find((each) => each.index === index)
  if (start === undefined) {
    const { headline, detail } = slotCaption(map, index)
    return {
      words: `${headline} ${detail}`,
      ...(slot && { bytes: physicalBytes(slot.address, 8) }),
    }
  }
  const address = linearAddress(BigInt(`0x${start}`))
  const range = slot?.ranges.find((each) => each.start === address)
  const translate = map.isCurrent ? { translate: address } : {}
  const words = range
    ? `From \`${formatHex(address)}\` on: ${rangeRemark(map, range)}.`
    : `\`${formatHex(address)}\` is mapped in the other space alone.`
  return { words, ...translate }
}
