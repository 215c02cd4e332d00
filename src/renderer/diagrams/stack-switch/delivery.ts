/** The story of a delivery: the stack in use, line by line what happened, the gate, the other stack, the handler. */
import { connector, nowConnector } from '../primitives/connectors'
import { group, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Point } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import { strokes } from '../tokens/tokens'
import { chain } from './chain'
import { classMatrix } from './class-matrix'
import { column, nameY } from './column'
import { counterfactualHeading, counterfactualItems, crateNote } from './counterfactual'
import type { DeliveryGeometry } from './delivery-geometry'
import { fieldRoute, gateRoute, handlerRoute, pushRoute, stackRoute } from './delivery-geometry'
import type { StackSwitchDrawing } from './drawing'
import { endBox, functionOf } from './end-box'
import { isChain, isDoubleFault } from './facts'
import { gateShape } from './gate'
import { ghostLane } from './lane'
import { halfPillHeight, pillX } from './line-pills'
import { ringBorder } from './ring-border'
import { stacksStrip } from './stacks-strip'
import { stationNumbers } from './station-numbers'
import { taskStateShape } from './task-state'

export function deliveryParts(
  drawing: StackSwitchDrawing,
  geometry: DeliveryGeometry,
): readonly Drawn[] {
  const { progress, layout } = drawing
  const { story, left, right, last, lines, gate, chosen, taskState } = geometry
  return [
    left &&
      column(drawing, left, {
        side: 'right',
        rsp: isOn(drawing, story.from) ? 'current' : 'saved',
      }),
    growth(drawing, geometry),
    isChain(story) && classMatrix(drawing, story),
    ringBorder(drawing, geometry),
    ways(drawing, geometry),
    chain(drawing, lines, left),
    taskState && taskStateShape(drawing, taskState, chosen),
    progress.has('gate') && last && gateShape(drawing, gate, last),
    right &&
      column(drawing, right, {
        side: layout.density === 'laptop' ? 'left' : 'right',
        rsp: isOn(drawing, right.stack.key) ? 'current' : 'none',
      }),
    end(drawing, geometry),
    stationNumbers(drawing, geometry),
    band(drawing, geometry),
  ]
}

const isOn = ({ rsp }: StackSwitchDrawing, key: string | undefined): boolean => rsp.stack === key

/** Below the stack; in the window, where that is close above what follows, beside its name. */
function growth(drawing: StackSwitchDrawing, { left }: DeliveryGeometry): Drawn {
  if (!left) return undefined
  const { colours, layout } = drawing
  const size = layout.type.small
  const style = { size, fill: colours.muted }
  const { box, stack } = left
  if (layout.density !== 'laptop') {
    const below = { x: box.x, y: box.y + box.height + size + 6 }
    return text('growth', below, 'the stack grows down', style)
  }
  const words = 'grows down'
  const x = box.x + textWidth(stack.name, layout.headingSize, 600) + 10
  const y = nameY(drawing, left)
  const arrowX = x + textWidth(words, size) + 9
  if (arrowX + 8 > layout.chain.x) return undefined
  return group(
    'growth',
    text('words', { x, y }, words, style),
    connector(
      'growth.arrow',
      [
        { x: arrowX, y: y - size },
        { x: arrowX, y: y + 2 },
      ],
      { stroke: colours.muted },
    ),
  )
}

/** The arrows between the parts. */
function ways(drawing: StackSwitchDrawing, geometry: DeliveryGeometry): readonly Drawn[] {
  const { colours, layout, progress } = drawing
  const { story, lastLine } = geometry
  const way = (key: string, route: readonly Point[] | undefined, isNow: boolean): Drawn =>
    route &&
    (isNow
      ? nowConnector(key, route, colours, { scale: layout.nowScale })
      : connector(key, route, { stroke: colours.ink }))
  const isEnd = progress.has('shutdown')
  const ghost = { stroke: colours.ghost, dash: strokes.ghostDash }
  const isLaned =
    story.counterfactual !== undefined && story.end === 'delivered' && layout.band !== undefined
  return [
    (progress.has('gate') || isEnd) &&
      way(
        'way.gate',
        gateRoute(drawing, geometry),
        progress.isNow('gate') || progress.isNow('shutdown'),
      ),
    progress.has('stack') && way('way.field', fieldRoute(drawing, geometry), false),
    progress.has('stack') &&
      way('way.stack', stackRoute(drawing, geometry), progress.isNow('stack')),
    progress.has('handler') &&
      way('way.handler', handlerRoute(drawing, geometry), progress.isNow('handler')),
    progress.has('push') && way('way.push', pushRoute(drawing, geometry), false),
    isLaned &&
      progress.has('gate') &&
      lastLine &&
      connector(
        'way.counterfactual',
        [
          { x: pillX(drawing), y: lastLine.y + halfPillHeight(drawing) },
          { x: pillX(drawing), y: (layout.band?.y ?? 0) - 3 },
        ],
        ghost,
      ),
  ]
}

function end(drawing: StackSwitchDrawing, { last, end: box }: DeliveryGeometry): Drawn {
  const { progress } = drawing
  if (progress.has('shutdown')) {
    const isNow = progress.isNow('shutdown')
    return endBox(drawing, box, {
      key: 'shutdown',
      mark: 'failed',
      title: 'shutdown',
      isCode: false,
      detail: 'no vector is left to try',
      isNow,
    })
  }
  if (!progress.has('handler') || !last?.handler) return undefined
  const detail =
    last.handler.source ??
    (isDoubleFault(last) ? 'handler of #DF' : `gate ${last.vector} leads here`)
  return endBox(drawing, box, {
    key: 'handler',
    mark: 'passed',
    title: functionOf(last.handler),
    isCode: true,
    detail,
    isNow: progress.isNow('handler'),
  })
}

/** What did not happen, once the story has come to the choice; else all the stacks. */
function band(drawing: StackSwitchDrawing, { story }: DeliveryGeometry): Drawn {
  const { layout, model, progress } = drawing
  const { counterfactual } = story
  if (!layout.band) return undefined
  if (!counterfactual) return stacksStrip(drawing, layout.band)
  if (!progress.has('gate') && !progress.has('shutdown')) return group('counterfactual')
  const ist = counterfactual.ist || story.ist
  return ghostLane(
    drawing,
    layout.band,
    counterfactualHeading(story, counterfactual),
    counterfactualItems(model, story, counterfactual),
    crateNote(ist),
  )
}
