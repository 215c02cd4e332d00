/** What is asked of the code segment: of the selector that names it, and of the bits of its descriptor. */
import { formatHex } from '../../../shared/format'
import type { DeliveryCheck } from '../../../shared/events/delivery'
import { isCode, isConforming } from '../../../shared/x86/code-descriptor'
import type { CodeDescriptor } from '../../../shared/x86/code-descriptor'
import type { CheckLine } from './check-line'
import { lineWidth, markWidth } from './check-line'
import { resultOf, together } from './checks'
import type { DispatchDrawing } from './drawing'

const TI = 4

/** Where the selector looks. */
export const descriptorTableName = ({ gate }: DispatchDrawing): string =>
  gate && gate.selector & TI ? 'LDT' : 'GDT'

/** The entry that it picks there. */
export const descriptorIndex = ({ gate }: DispatchDrawing): number => (gate?.selector ?? 0) >> 3

export function codeLines(drawing: DispatchDrawing): readonly CheckLine[] {
  const { code, dispatch } = drawing
  const selector = selectorLine(drawing)
  return [
    ...(selector ? [selector] : []),
    ...(code ? [kindLine(drawing, code), privilegeLine(drawing, code)] : []),
    ...(code && dispatch.gateBytes === 16 ? [modeLine(drawing, code)] : []),
    ...(code ? [presentLine(drawing, code)] : []),
  ]
}

const isNarrow = ({ layout }: DispatchDrawing): boolean => layout.density === 'laptop'

function selectorLine(drawing: DispatchDrawing): CheckLine | undefined {
  const { gate, layout } = drawing
  if (!gate) return undefined
  const { result, failed } = together(
    drawing,
    'selector-not-null',
    'selector-limit',
    'descriptor-read',
  )
  const { selector } = gate
  const tableName = descriptorTableName(drawing)
  const place = `index ${selector >> 3}${isNarrow(drawing) ? '' : `, RPL ${selector & 3}`}`
  const wordings =
    failed === 'selector-not-null'
      ? ['is null']
      : failed === 'selector-limit'
        ? [`is beyond the ${tableName}`]
        : failed === 'descriptor-read'
          ? ['cannot be read']
          : result === 'passed'
            ? [...passedWords(place, tableName), place]
            : [place]
  const fact = `selector \`${formatHex(selector, 4)}\``
  const lines = wordings.map((words) => ({ key: 'selector', result, fact, words }))
  const room = layout.code.width - markWidth(drawing)
  return lines.find((line) => lineWidth(drawing, line) <= room) ?? lines.at(-1)
}

/** What was asked of the selector. */
const passedWords = (place: string, tableName: string): readonly string[] => [
  `${place}: not null, within the ${tableName}`,
  `not null, within the ${tableName}`,
  `within the ${tableName}`,
  `in the ${tableName}`,
]

type Wording = Pick<CheckLine, 'fact' | 'words' | 'also'>

/** The wording that says most of those that there is room for; of a check that was not made the bits alone. */
function lineThatFits(
  drawing: DispatchDrawing,
  key: string,
  check: DeliveryCheck,
  { long, short }: { readonly long?: Wording; readonly short: Wording },
): CheckLine {
  const result = resultOf(drawing, check)
  if (result === 'not-made') return { key, result, fact: short.fact, words: '' }
  const room = drawing.layout.code.width - markWidth(drawing)
  const full = long && { key, result, ...long }
  return full && lineWidth(drawing, full) <= room ? full : { key, result, ...short }
}

/** S tells code and data from what the processor keeps for itself, the type one from the other. */
function kindLine(drawing: DispatchDrawing, code: CodeDescriptor): CheckLine {
  const type = `type \`0x${code.type.toString(16).toUpperCase()}\``
  const isSystem = code.s === 0
  const kind = isSystem ? 'a system segment' : 'data, not code'
  const good = isNarrow(drawing) ? 'code' : 'code segment'
  return lineThatFits(drawing, 'kind', 'code-segment', {
    long: {
      fact: `S ${code.s}`,
      words: isSystem ? 'a system segment' : 'code or data',
      also: { fact: type, words: isSystem ? '' : isCode(code) ? 'code' : 'data' },
    },
    short: { fact: `S ${code.s}, ${type}`, words: isCode(code) ? good : kind },
  })
}

function privilegeLine(drawing: DispatchDrawing, code: CodeDescriptor): CheckLine {
  const { cplBefore } = drawing.dispatch.attempt
  const isInward = code.dpl < cplBefore
  const isOutward = code.dpl > cplBefore
  const relation = isOutward ? '>' : isInward ? '<' : '='
  const good = isConforming(code)
    ? 'conforming'
    : isInward
      ? `ring ${cplBefore} to ${code.dpl}`
      : isNarrow(drawing)
        ? 'same ring'
        : 'no ring change'
  const bad = isNarrow(drawing) ? 'an outer ring' : 'the handler may not be further out'
  const isFailed = resultOf(drawing, 'code-dpl') === 'failed'
  return lineThatFits(drawing, 'dpl', 'code-dpl', {
    short: { fact: `DPL ${code.dpl} ${relation} CPL ${cplBefore}`, words: isFailed ? bad : good },
  })
}

/** L makes it 64-bit code; D, the default size of operands, has to be 0 with it, and is told of where it matters. */
function modeLine(drawing: DispatchDrawing, { l, d }: CodeDescriptor): CheckLine {
  if (l === 1 && d === 0)
    return lineThatFits(drawing, 'mode', 'code-64-bit', {
      short: { fact: 'L 1', words: '64-bit code' },
    })
  return lineThatFits(drawing, 'mode', 'code-64-bit', {
    long: {
      fact: `L ${l}`,
      words: l === 1 ? '64-bit code' : 'not 64-bit',
      also: { fact: `D ${d}`, words: l === 1 ? 'must be 0' : d === 0 ? '16-bit' : '32-bit' },
    },
    short: { fact: `L ${l}, D ${d}`, words: 'not 64-bit code' },
  })
}

const presentLine = (drawing: DispatchDrawing, { isPresent }: CodeDescriptor): CheckLine =>
  lineThatFits(drawing, 'p', 'code-present', {
    short: { fact: `P ${isPresent ? 1 : 0}`, words: isPresent ? 'present' : 'not present' },
  })
