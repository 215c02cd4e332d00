/** How places of the source and calls are written. */
import type { FrameOrigin, SourceLocation } from '../../shared/models/debug'

/** `src/vga_buffer.rs:65`. */
export const placeWords = ({ file, line }: SourceLocation): string => `${file}:${line}`

/** How the frame was found, from certain to guessed. */
export const ORIGIN_WORDS: Readonly<Record<FrameOrigin, readonly [short: string, long: string]>> = {
  registers: ['RIP', 'The registers say that the processor stands here.'],
  'unwind-table': ['table', 'The compiler’s unwind tables say who called.'],
  'interrupt-frame': ['pushed', 'The frame that the processor pushed says what was interrupted.'],
  'frame-pointer': ['RBP', 'The chain of saved RBP leads here.'],
  'stack-scan': [
    'guess',
    'A word on the stack follows a CALL: this may be left over from an earlier call.',
  ],
}

/** Generic arguments, which often are most of a name, are left to the tooltip: `Vec<…>::push`. */
export function shortFunction(name: string): string {
  let depth = 0
  let short = ''
  for (let at = 0; at < name.length; at++) {
    const letter = name[at] ?? ''
    const isArrow = letter === '>' && name[at - 1] === '-'
    // What a name begins with is the type of an implementation, not an argument.
    const opens = letter === '<' && short !== '' && !short.endsWith('<') && !short.endsWith(' ')
    if (opens || (depth > 0 && letter === '<')) {
      if (depth === 0) short += '<…>'
      depth += 1
    } else if (depth > 0 && letter === '>' && !isArrow) depth -= 1
    else if (depth === 0) short += letter
  }
  return short
}

/** The path in front of the last two parts, and those: where a long name is cut it is cut in front. */
export function splitFunction(name: string): { readonly path: string; readonly last: string } {
  const short = shortFunction(name)
  let depth = 0
  const cuts: number[] = []
  for (let at = 0; at < short.length; at++) {
    if (short[at] === '<') depth += 1
    if (short[at] === '>' && short[at - 1] !== '-') depth -= 1
    if (depth === 0 && short.startsWith('::', at)) cuts.push(at + 2)
  }
  const cut = cuts.at(-2) ?? 0
  return { path: short.slice(0, cut), last: short.slice(cut) }
}
