/** The diagram of every topic, made of the model that a frame carries for it. A new topic is a row here. */
import type { DiagramTopic, ViewModels } from '../../shared/protocol'
import type { Diagram } from './diagram'
import { diagramOfExecutor } from './executor/diagram'
import { diagramOfHeap } from './heap/diagram'
import { diagramOfIdtDispatch } from './idt-dispatch/diagram'
import { diagramOfIdtTable } from './idt-dispatch/idt-table'
import { diagramOfImageMap } from './image-map/diagram'
import { diagramOfInterleaving } from './interleaving/diagram'
import { diagramOfInterruptPath } from './interrupt-path/diagram'
import { diagramOfPageWalk } from './page-walk/diagram'
import { diagramOfPortStrip } from './port-strip/diagram'
import { diagramOfScreenCells } from './screen-cells/diagram'
import { diagramOfSpaceMap } from './space-map/space-map'
import { diagramOfStackSwitch } from './stack-switch/diagram'

/** Undefined when nothing of the topic has happened yet. */
type MakeDiagram<Topic extends DiagramTopic> = (
  model: ViewModels[Topic],
  isFollowing: boolean,
) => Diagram | undefined

const MAKERS: { readonly [Topic in DiagramTopic]: MakeDiagram<Topic> } = {
  'page-walk': ({ selected, space }, isFollowing) =>
    space ? diagramOfSpaceMap(space) : selected && diagramOfPageWalk(selected, isFollowing),
  'idt-dispatch': ({ selected, table }, isFollowing) =>
    table ? diagramOfIdtTable(table) : selected && diagramOfIdtDispatch(selected, isFollowing),
  'stack-switch': ({ shown }, isFollowing) => diagramOfStackSwitch(shown, isFollowing),
  'interrupt-path': diagramOfInterruptPath,
  heap: diagramOfHeap,
  executor: diagramOfExecutor,
  'screen-cells': diagramOfScreenCells,
  interleaving: diagramOfInterleaving,
  'port-strip': diagramOfPortStrip,
  'image-map': diagramOfImageMap,
}

/** `isFollowing`: what is shown is the latest, and not one that somebody chose. */
export const diagramOfTopic = <Topic extends DiagramTopic>(
  topic: Topic,
  model: ViewModels[Topic],
  isFollowing = true,
): Diagram | undefined => MAKERS[topic](model, isFollowing)
