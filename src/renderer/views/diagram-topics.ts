/** Every topic that is drawn: its tab, its picture, and the list of what can be looked at. A new topic is a row here. */
import type { Component } from 'vue'
import type { DiagramTopic } from '../../shared/protocol'
import IdtDispatchListHead from './IdtDispatchListHead.vue'
import IdtDispatchListView from './IdtDispatchListView.vue'
import IdtDispatchView from './IdtDispatchView.vue'
import ExecutorLists from './ExecutorLists.vue'
import ExecutorView from './ExecutorView.vue'
import ImageMapView from './ImageMapView.vue'
import InterleavingListHead from './InterleavingListHead.vue'
import InterleavingListView from './InterleavingListView.vue'
import InterleavingView from './InterleavingView.vue'
import InterruptPathListHead from './InterruptPathListHead.vue'
import InterruptPathListView from './InterruptPathListView.vue'
import InterruptPathView from './InterruptPathView.vue'
import HeapLists from './HeapLists.vue'
import HeapView from './HeapView.vue'
import PageWalkView from './PageWalkView.vue'
import ScreenCellsView from './ScreenCellsView.vue'
import ScreenStoreListHead from './ScreenStoreListHead.vue'
import ScreenStoreListView from './ScreenStoreListView.vue'
import PortStripView from './PortStripView.vue'
import PortListHead from './PortListHead.vue'
import PortListView from './PortListView.vue'
import StackSwitchListHead from './StackSwitchListHead.vue'
import StackSwitchListView from './StackSwitchListView.vue'
import StackSwitchView from './StackSwitchView.vue'
import WalkListHead from './WalkListHead.vue'
import WalkListView from './WalkListView.vue'

export interface DiagramTopicViews {
  readonly topic: DiagramTopic
  /** On its tab. */
  readonly title: string
  readonly view: Component
  /** What the topic has seen lately, to choose from. */
  readonly list?: { readonly title: string; readonly head?: Component; readonly body: Component }
}

export const DIAGRAM_VIEWS: readonly DiagramTopicViews[] = [
  {
    topic: 'page-walk',
    title: 'Page walk',
    view: PageWalkView,
    list: { title: 'Recent walks', head: WalkListHead, body: WalkListView },
  },
  {
    topic: 'idt-dispatch',
    title: 'IDT dispatch',
    view: IdtDispatchView,
    list: { title: 'Recent deliveries', head: IdtDispatchListHead, body: IdtDispatchListView },
  },
  {
    topic: 'stack-switch',
    title: 'Stacks',
    view: StackSwitchView,
    list: { title: 'On and off the stacks', head: StackSwitchListHead, body: StackSwitchListView },
  },
  {
    topic: 'interrupt-path',
    title: 'Interrupts',
    view: InterruptPathView,
    list: {
      title: 'Recent requests',
      head: InterruptPathListHead,
      body: InterruptPathListView,
    },
  },
  {
    topic: 'heap',
    title: 'Heap',
    view: HeapView,
    list: { title: 'Requests and live blocks', body: HeapLists },
  },
  {
    topic: 'executor',
    title: 'Executor',
    view: ExecutorView,
    list: { title: 'Wakes and tasks', body: ExecutorLists },
  },
  {
    topic: 'screen-cells',
    title: 'Screen',
    view: ScreenCellsView,
    list: { title: 'Stores to the screen', head: ScreenStoreListHead, body: ScreenStoreListView },
  },
  {
    topic: 'interleaving',
    title: 'Lanes',
    view: InterleavingView,
    list: { title: 'Switches', head: InterleavingListHead, body: InterleavingListView },
  },
  {
    topic: 'port-strip',
    title: 'Ports',
    view: PortStripView,
    list: { title: 'Accesses to ports', head: PortListHead, body: PortListView },
  },
  { topic: 'image-map', title: 'Image', view: ImageMapView },
]

export const viewsOf = (topic: DiagramTopic): DiagramTopicViews | undefined =>
  DIAGRAM_VIEWS.find((views) => views.topic === topic)
