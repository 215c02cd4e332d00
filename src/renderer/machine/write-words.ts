/** Who wrote something, in a sentence. */
import { formatCount, formatHex, formatShortHex } from '../../shared/format'
import type { FoundWrite, Update } from '../../shared/protocol'
import { shortPlace } from '../../shared/source-place'
import { targetLength, targetWords, type WriteTarget } from '../../shared/write-target'

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** `by print+0x4 (vga_buffer.rs:65)`, or that the reader did it. */
function writerWords({ by, symbol, rip, source }: FoundWrite): string {
  if (by === 'edit') return 'by you'
  return `by ${symbol ?? formatHex(rip)}${source ? ` (${shortPlace(source)})` : ''}`
}

/** Which of several bytes it was, when it was not all of them. */
function partWords(target: WriteTarget, { offset, size }: FoundWrite): string {
  if (size === targetLength(target)) return ''
  return size === 1 ? `byte ${offset}: ` : `bytes ${offset} to ${offset + size - 1}: `
}

export function writeWords({ target, write }: Extract<Update, { type: 'write-found' }>): string {
  const what = targetWords(target)
  const verb = target.type === 'register' ? 'changed' : 'written'
  if (!write) return `Nobody has ${verb} ${what} since the machine was started.`
  return (
    `${capitalized(what)} ${target.type === 'memory' && target.length > 1 ? 'were' : 'was'} last ${verb} ` +
    `${writerWords(write)}, at instr ${formatCount(write.instant)}: ${partWords(target, write)}` +
    `${formatShortHex(write.old)} became ${formatShortHex(write.new)}. The machine stands there now.`
  )
}
