/** The stack pointers of the TSS: the row that was asked, and those around it. */
import type { StackField, StackPointerField } from '../../../shared/models/stack-switch'
import { nowBox } from '../primitives/marks'
import { group, rect, text } from '../primitives/shapes'
import type { Box } from '../primitives/shapes'
import type { Group } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import type { StackSwitchDrawing } from './drawing'
import { fitAddress } from './names'

/** So many rows, with the chosen one in the middle where it has neighbours on both sides; else those that are set. */
export function shownFields(
  pointers: readonly StackPointerField[],
  chosen: StackField | undefined,
  rows: number,
): readonly StackPointerField[] {
  const index = pointers.findIndex(({ field }) => field === chosen)
  if (index < 0) {
    const set = pointers.filter(({ value }) => value !== 0n)
    return (set.length > 0 ? set : pointers).slice(0, rows)
  }
  // RSP1 and RSP2 are for rings that nobody uses: RSP0 is the better neighbour of IST1.
  const useful = pointers.filter(
    ({ field, value }) => field === chosen || value !== 0n || !/^RSP[12]$/.test(field),
  )
  const at = useful.findIndex(({ field }) => field === chosen)
  const start = Math.max(0, Math.min(rows > 1 ? at - 1 : at, useful.length - rows))
  return useful.slice(start, start + rows)
}

export interface TaskStateGeometry {
  readonly box: Box
  readonly rows: readonly { readonly pointer: StackPointerField; readonly box: Box }[]
}

export function taskStateGeometry(
  { layout, model }: StackSwitchDrawing,
  chosen: StackField | undefined,
  rows: number = layout.taskState.rows,
): TaskStateGeometry | undefined {
  if (!model.taskState) return undefined
  const { x, y, width, rowHeight } = layout.taskState
  const fields = shownFields(model.taskState.pointers, chosen, rows)
  return {
    box: { x, y, width, height: fields.length * rowHeight },
    rows: fields.map((pointer, index) => ({
      pointer,
      box: { x, y: y + index * rowHeight, width, height: rowHeight },
    })),
  }
}

/** `chosen` stands out; it is now while RSP is loaded from it. */
export function taskStateShape(
  drawing: StackSwitchDrawing,
  { box, rows }: TaskStateGeometry,
  chosen: StackField | undefined,
): Group {
  const { colours, layout } = drawing
  const { type } = layout
  const note = 'stack pointers'
  const hasNote =
    textWidth('TSS', layout.headingSize, 600) + textWidth(note, type.small) + 12 <= box.width
  return group(
    'tss',
    text('name', { x: box.x, y: box.y - 8 }, 'TSS', {
      size: layout.headingSize,
      weight: 600,
      fill: colours.ink,
    }),
    hasNote &&
      text('note', { x: box.x + box.width, y: box.y - 8 }, note, {
        size: type.small,
        fill: colours.muted,
        anchor: 'end',
      }),
    // The chosen row last, so that its frame lies on top of its neighbours'.
    [...rows]
      .sort((a, b) => Number(a.pointer.field === chosen) - Number(b.pointer.field === chosen))
      .map((row) => fieldRow(drawing, row, row.pointer.field === chosen)),
  )
}

function fieldRow(
  { colours, layout, progress }: StackSwitchDrawing,
  { pointer, box }: TaskStateGeometry['rows'][number],
  isChosen: boolean,
): Group {
  const { type } = layout
  const isNow = isChosen && progress.isNow('stack')
  const isUsed = isChosen && progress.has('stack')
  const size = isUsed ? type.value : type.small
  const y = box.y + box.height / 2 + size * 0.36
  const ink = isNow ? colours.now.text : isUsed ? colours.ink : colours.muted
  const padding = 10
  const left = box.x + padding + textWidth(pointer.field, size, 400, 'mono') + 10
  const room = box.x + box.width - padding - left
  const style = { size, font: 'mono', weight: isUsed ? 600 : 400, fill: ink } as const
  return group(
    `tss.${pointer.field.toLowerCase()}`,
    isNow
      ? nowBox('row', box, colours)
      : rect('row', box, {
          fill: colours.paper,
          stroke: isUsed ? colours.ink : colours.line,
          strokeWidth: isUsed ? 2 : 1.25,
        }),
    text('field', { x: box.x + padding, y }, pointer.field, style),
    text('value', { x: box.x + box.width - padding, y }, fitAddress(pointer.value, room, size), {
      ...style,
      anchor: 'end',
    }),
  )
}
