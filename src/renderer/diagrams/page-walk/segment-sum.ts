/** What segmentation adds up before an address is translated. */
import { formatHex, formatShortHex } from '../../../shared/format'
import type { TranslatedSegment } from '../../../shared/models/page-walk'

/** `FS.base 0xffff_8000_0010_2040 + 0x28` */
export const segmentSum = ({ name, base, offset }: TranslatedSegment): string =>
  `${name}.base ${formatHex(base)} + ${formatShortHex(offset)}`
