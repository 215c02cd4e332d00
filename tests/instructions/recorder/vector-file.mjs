/**
 * The text of a vector file, from the cases and what the recorder said of each.
 *
 *   bits | bytes | assembly | before | after
 *
 * `before` names what differs from the baseline in the header, `after` what differs from before. RFLAGS lists the set
 * ones of CF PF AF ZF SF TF DF OF, or `none`; memory is [address]=bytes in the order of addresses; an exception is
 * #XX, with its error code in parentheses. RIP stands in `after` unless it is the next instruction's, or, with a
 * fault, the instruction's own.
 */
import iced from 'iced-x86'
import { baseline, createDraft, maskOf, REGISTERS } from './draft.mjs'

const FLAGS = [
  ['CF', 0x001n],
  ['PF', 0x004n],
  ['AF', 0x010n],
  ['ZF', 0x040n],
  ['SF', 0x080n],
  ['TF', 0x100n],
  ['DF', 0x400n],
  ['OF', 0x800n],
]
const FLAG_MASK = FLAGS.reduce((mask, [, bit]) => mask | bit, 0n)
const FIXED_FLAGS = 0x202n
const RF = 0x10000n

const EXCEPTIONS = {
  0: '#DE',
  1: '#DB',
  3: '#BP',
  4: '#OF',
  5: '#BR',
  6: '#UD',
  11: '#NP',
  12: '#SS',
  13: '#GP',
  14: '#PF',
  17: '#AC',
}
const HAS_ERROR_CODE = [11, 12, 13, 14, 17]
const TRAPS = [1, 3, 4]
const CODE_SELECTOR = { 64: 0x33n, 32: 0x23n }
const DATA_SELECTOR = 0x2bn

const hex = (value) => value.toString(16)
const hexBytes = (bytes) => bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')

const nameOf = (bits, index) =>
  bits === 64 ? REGISTERS[index] : REGISTERS[index].replace('R', 'E')

export function recorderInput(regions, drafts) {
  const lines = regions.map(
    ({ start, size, permissions, fill }) => `map ${hex(start)} ${hex(size)} ${permissions} ${fill}`,
  )
  for (const { bits, rip, flags, registers, memory, bytes } of drafts) {
    const writes = [...memory, { address: rip, bytes }]
    const blobs = writes.map(
      ({ address, bytes: content }) => `${hex(address)} ${content.length} ${hexBytes(content)}`,
    )
    const fields = [
      hex(CODE_SELECTOR[bits]),
      hex(rip),
      hex(flags | FIXED_FLAGS),
      ...registers.map(hex),
      blobs.length,
      ...blobs,
    ]
    lines.push(`case ${fields.join(' ')}`)
  }
  return lines.join('\n') + '\n'
}

const flagsText = (flags) => {
  const set = FLAGS.filter(([, bit]) => flags & bit).map(([flag]) => flag)
  return `RFLAGS=${set.join('+') || 'none'}`
}

function beforeText(draft) {
  const words = []
  for (const [index, value] of baseline(draft.bits).entries())
    if (draft.registers[index] !== value)
      words.push(`${nameOf(draft.bits, index)}=${hex(draft.registers[index])}`)
  if (draft.rip !== createDraft(draft.bits).rip) words.push(`RIP=${hex(draft.rip)}`)
  if (draft.flags) words.push(flagsText(draft.flags))
  for (const { address, bytes } of draft.memory) words.push(`[${hex(address)}]=${hexBytes(bytes)}`)
  return words.join(' ')
}

function afterText(draft, line) {
  const [vectorText, ...rest] = line.split(' ')
  const [error, cr2, rip, rflags, cs, ss, ds, es, ...values] = rest
    .slice(0, 24)
    .map((text) => BigInt(`0x${text}`))
  const memory = rest.slice(24)
  const vector = Number(vectorText)
  const next = draft.rip + BigInt(draft.bytes.length)
  // INT3 and INT 3 report the next instruction; an INT3 of the filling reports the byte behind itself.
  const isEnd = vector === 3 && rip !== next
  const isFault = !isEnd && !TRAPS.includes(vector)
  // The runner takes it from the manual that a fault is pushed with RF = 1, and so does not look for it here.
  if (isFault !== Boolean(rflags & RF)) throw new Error(`RF is not as the manual says: ${line}`)
  const words = []
  if (!isEnd)
    words.push(EXCEPTIONS[vector] + (HAS_ERROR_CODE.includes(vector) ? `(${hex(error)})` : ''))
  if (vector === 14) words.push(`CR2=${hex(cr2)}`)
  const usual = isFault ? draft.rip : next
  const at = isEnd ? rip - 1n : rip
  if (at !== usual) words.push(`RIP=${hex(at)}`)
  const mask = draft.bits === 64 ? maskOf(64) : maskOf(32)
  for (const [index, value] of values.entries()) {
    if (draft.bits === 32 && index >= 8) break
    if ((value & mask) !== draft.registers[index])
      words.push(`${nameOf(draft.bits, index)}=${hex(value & mask)}`)
  }
  if ((rflags & FLAG_MASK) !== draft.flags) words.push(flagsText(rflags))
  if (cs !== CODE_SELECTOR[draft.bits]) words.push(`CS=${hex(cs)}`)
  for (const [segment, value] of [
    ['SS', ss],
    ['DS', ds],
    ['ES', es],
  ])
    if (value !== DATA_SELECTOR) words.push(`${segment}=${hex(value)}`)
  for (const run of memory) words.push(`[${run.replace(':', ']=')}`)
  return words.join(' ')
}

const formatter = new iced.Formatter(iced.FormatterSyntax.Intel)
formatter.hexPrefix = '0x'
formatter.hexSuffix = ''
formatter.uppercaseHex = false
formatter.branchLeadingZeros = false
formatter.showBranchSize = false

/** A sequence is written with semicolons. */
function assembly({ bits, bytes, rip, sequence = [bytes] }) {
  const texts = []
  for (const instructionBytes of sequence) {
    const decoder = new iced.Decoder(
      bits,
      Uint8Array.from(instructionBytes),
      iced.DecoderOptions.None,
    )
    decoder.ip = rip
    rip += BigInt(instructionBytes.length)
    const instruction = decoder.decode()
    texts.push(formatter.format(instruction))
    instruction.free()
    decoder.free()
  }
  return texts.join('; ')
}

/** A page fault in the upper half tells of the host's kernel, whether it has a page there, and not of the instruction. */
function isHostsOwn(line) {
  const [vector, , cr2] = line.split(' ')
  return vector === '14' && BigInt(`0x${cr2}`) >> 63n === 1n
}

export function vectorFile({ title, processor, regions, drafts, output }) {
  const lines = output.trimEnd().split('\n')
  if (lines.length !== drafts.length)
    throw new Error(`${drafts.length} cases, but ${lines.length} answers`)
  const registers = (bits) =>
    baseline(bits)
      .slice(0, bits === 64 ? 16 : 8)
      .map((value, index) => `${nameOf(bits, index)}=${hex(value)}`)
      .join(' ')
  const header = [
    `# ${title}.`,
    `# Expectations: recorded on real silicon, ${processor}, in user mode, by scripts/record-vectors.mjs.`,
    '# bits | bytes | assembly | before, where it differs from the baseline | after, where it differs from before',
    ...regions.map(
      ({ start, size, permissions, fill }) =>
        `region ${hex(start)} ${hex(size)} ${permissions} ${fill}`,
    ),
    `baseline 64 RIP=${hex(createDraft(64).rip)} ${registers(64)}`,
    `baseline 32 RIP=${hex(createDraft(32).rip)} ${registers(32)}`,
  ]
  const cases = drafts.flatMap((draft, i) =>
    isHostsOwn(lines[i])
      ? []
      : [
          [
            draft.bits,
            hexBytes(draft.bytes),
            assembly(draft),
            beforeText(draft),
            afterText(draft, lines[i]),
          ].join(' | '),
        ],
  )
  return [...header, ...cases].join('\n') + '\n'
}
