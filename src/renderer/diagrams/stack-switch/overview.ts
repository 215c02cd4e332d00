/** The stacks without a story: the one in use with what lies on it, the others beside it, and how they were found. */
import { formatCount, formatHex } from '../../../shared/format'
import type { BoundSource, Stack, StackBound } from '../../../shared/models/stack-switch'
import { PAGING_LEVEL_NAMES } from '../../../shared/x86/paging'
import { group, line, text } from '../primitives/shapes'
import type { Box, Drawn } from '../primitives/shapes'
import { fitText, textWidth } from '../tokens/text-metrics'
import { column } from './column'
import { columnGeometry } from './column-geometry'
import type { StackSwitchDrawing } from './drawing'
import { depthAt, freeAt, stackOf } from './facts'
import type { StackSwitchLayout } from './layout'
import { taskStateGeometry, taskStateShape } from './task-state'
import { reasonWords, useWords } from './words'

interface OverviewPlaces {
  readonly main: Box
  /** Where the other stacks stand, and the TSS. */
  readonly others: Box
  readonly columnWidth: number
  readonly facts: {
    readonly x: number
    readonly y: number
    readonly width: number
    readonly pitch: number
  }
}

const SHARE = 0.28
const TSS_ROWS = 3

function placesOf(layout: StackSwitchLayout): OverviewPlaces {
  const { margin, width, left, type, density } = layout
  const isWindow = density === 'laptop'
  const foot = layout.key ? layout.key.y + 4 : layout.footerBaseline
  const bottom = density === 'projector' ? 548 : foot - (isWindow ? 28 : 34)
  const main = { x: margin, y: left.y, width: Math.round(width * SHARE), height: bottom - left.y }
  const x = main.x + main.width + (isWindow ? 96 : 128)
  const pitch = type.small + (isWindow ? 11 : 13)
  const factsHeight = 6 * pitch
  const others = {
    x,
    y: left.y,
    width: width - margin - x,
    height: bottom - left.y - factsHeight - 34,
  }
  return {
    main,
    others,
    columnWidth: isWindow ? 104 : 150,
    facts: { x, y: bottom - factsHeight + pitch, width: others.width, pitch },
  }
}

export function overviewParts(drawing: StackSwitchDrawing): readonly Drawn[] {
  const { model, layout, rsp } = drawing
  const places = placesOf(layout)
  const current = stackOf(model, model.current)
  const geometry = current && columnGeometry(drawing, current, places.main, rsp.address)
  return [
    geometry && column(drawing, geometry, { side: 'right', hasBytes: true, rsp: 'current' }),
    otherStacks(drawing, places),
    current && facts(drawing, current, places),
  ]
}

function otherStacks(drawing: StackSwitchDrawing, { others, columnWidth }: OverviewPlaces): Drawn {
  const { model, layout, colours } = drawing
  const { type } = layout
  const gap = 24
  const tss = tssPlace(drawing, others)
  const room = others.width - (tss ? tss.box.width + gap : 0)
  const capacity = Math.max(1, Math.floor((room + gap) / (columnWidth + gap)))
  const all = model.stacks.filter(({ key }) => key !== model.current)
  const shown = all.slice(0, capacity)
  const noteY = others.y + others.height
  return [
    shown.map((stack, index) => {
      const box = {
        x: others.x + index * (columnWidth + gap),
        y: others.y,
        width: columnWidth,
        height: others.height - type.small - 8,
      }
      return [
        column(drawing, columnGeometry(drawing, stack, box, stack.pointer), {
          side: 'right',
          rsp: 'none',
        }),
        text(
          `${stack.key}-use`,
          { x: box.x, y: noteY },
          fitText(useWords(model, stack), columnWidth + gap - 4, type.small),
          { size: type.small, fill: colours.muted },
        ),
      ]
    }),
    tss && taskStateShape(drawing, tss, undefined),
    all.length > shown.length &&
      text(
        'more-stacks',
        { x: others.x + others.width, y: noteY },
        `and ${all.length - shown.length} more stacks`,
        { size: type.small, fill: colours.muted, anchor: 'end' },
      ),
  ]
}

/** At the right edge, its rows as in a story. */
function tssPlace(drawing: StackSwitchDrawing, others: Box) {
  const geometry = taskStateGeometry(drawing, undefined, TSS_ROWS)
  if (!geometry) return undefined
  const width = Math.min(geometry.box.width, others.width * 0.42)
  const x = others.x + others.width - width
  const shift = others.y - geometry.box.y
  const moved = (box: Box): Box => ({ ...box, x, y: box.y + shift, width })
  return {
    box: moved(geometry.box),
    rows: geometry.rows.map(({ pointer, box }) => ({ pointer, box: moved(box) })),
  }
}

interface Fact {
  readonly key: string
  readonly name: string
  readonly value: string
  readonly remark: string
  /** For a narrow window. */
  readonly shorter?: string
}

/** What is known of the stack in use, and by what. */
function facts(drawing: StackSwitchDrawing, stack: Stack, { facts: place }: OverviewPlaces): Drawn {
  const { colours, layout } = drawing
  const { type } = layout
  const { x, y, width, pitch } = place
  const nameWidth = textWidth('bottom', type.small) + 14
  const valueWidth = textWidth('0x0000_0000_0000_0000', type.small, 400, 'mono') + 14
  return group(
    'facts',
    line('rule', { x, y: y - pitch + 4 }, { x: x + width, y: y - pitch + 4 }, colours.hair),
    factsOf(drawing, stack).map(({ key, name, value, remark, shorter = remark }, index) => {
      const baseline = y + index * pitch
      const remarkX = value === '' ? x + nameWidth : x + nameWidth + valueWidth
      const style = { size: type.small, fill: colours.muted }
      const told = textWidth(remark, type.small) <= x + width - remarkX ? remark : shorter
      return group(
        `facts.${key}`,
        text('name', { x, y: baseline }, name, style),
        value !== '' &&
          text('value', { x: x + nameWidth, y: baseline }, value, {
            ...style,
            font: 'mono',
            fill: colours.ink,
          }),
        text(
          'remark',
          { x: remarkX, y: baseline },
          fitText(told, x + width - remarkX, type.small),
          style,
        ),
      )
    }),
  )
}

function factsOf({ model }: StackSwitchDrawing, stack: Stack): readonly Fact[] {
  const depth = depthAt(stack, model.rsp)
  const free = freeAt(stack, model.rsp)
  const { top, bottom, guard } = stack
  return [
    top
      ? boundFact('top', top)
      : { key: 'top', name: 'top', value: '', remark: 'nothing marks it' },
    {
      key: 'rsp',
      name: 'RSP',
      value: formatHex(model.rsp),
      remark: depth === undefined ? '' : `${formatCount(depth)} bytes deep`,
    },
    bottom
      ? boundFact('bottom', bottom)
      : { key: 'bottom', name: 'bottom', value: '', remark: 'nothing marks it' },
    guard
      ? {
          key: 'guard',
          name: 'guard',
          value: formatHex(guard.page),
          remark: `P = 0 in its ${PAGING_LEVEL_NAMES[guard.stoppedAt].entry}`,
        }
      : { key: 'guard', name: 'guard', value: '', remark: 'none was found below the bottom' },
    {
      key: 'reason',
      name: 'why',
      value: '',
      remark: `${reasonWords(model.reason)}${free === undefined ? '' : '.'}`,
    },
  ]
}

const boundFact = (key: 'top' | 'bottom', { address, foundBy }: StackBound): Fact => ({
  key,
  name: key,
  value: formatHex(address),
  remark: foundBy.map(sourceWords).join(', '),
  shorter: foundBy.map(shortSourceWords).join(', '),
})

function sourceWords(source: BoundSource): string {
  switch (source.kind) {
    case 'mapping':
      return 'edge of the mapped pages'
    case 'symbol':
      return `symbol ${source.name.split('::').at(-1) ?? source.name}`
    case 'tss':
      return `TSS.${source.field}`
  }
}

function shortSourceWords(source: BoundSource): string {
  if (source.kind === 'mapping') return 'page edge'
  return source.kind === 'tss' ? sourceWords(source) : (source.name.split('::').at(-1) ?? '')
}
