/** The model of the variables pane: of the chosen call's variables and the statics, the rows in view. */
import type { Variables, VariablesWindow } from '../../../shared/models/variables'
import { FIRST_OPENED } from '../../../shared/models/variables'
import type { ProcessorState } from '../../machine/processor-state'
import { createChangeMarks } from '../change-marks'
import { readGuest } from '../debug-backtrace'
import type { LoadedMachine } from '../loaded-machine'
import { createStaticList, type StaticList } from './static-list'
import { windowOf } from './tree-window'
import { groupsOf, scopeItem, staticsItem, type RowSurroundings } from './variable-items'

/** Where the pane looks, and what it has shown. */
export interface VariablesLook {
  show(window: VariablesWindow): void
  /** Another machine: where the pane looks remains, what it has shown does not. */
  forget(): void
  /** Reads a stretch more of the statics: those of a large kernel take a while, and nothing shall have to wait. */
  readMoreStatics(loaded: LoadedMachine): void
  /** Equal for equal models, as long as the machine stands. */
  key(before: ProcessorState): string
  model(loaded: LoadedMachine, before: ProcessorState, frame: number, isRunning: boolean): Variables
}

const FIRST_WINDOW: VariablesWindow = { first: 0, count: 50, search: '', opened: FIRST_OPENED }

/** A running machine shows the innermost function alone, as the calls do. */
const REACH_WHILE_RUNNING = 1

export function createVariablesLook(): VariablesLook {
  const marks = createChangeMarks()
  let window = FIRST_WINDOW
  let revision = 0
  let list: { readonly of: LoadedMachine; readonly statics: StaticList } | undefined

  function staticsOf(loaded: LoadedMachine): StaticList {
    if (list?.of !== loaded) list = { of: loaded, statics: createStaticList(loaded.debugInfo) }
    return list.statics
  }

  return {
    show(wanted) {
      window = wanted
      revision += 1
    },
    forget: marks.forget,
    readMoreStatics(loaded) {
      const statics = staticsOf(loaded)
      if (statics.isComplete()) return
      statics.readMore()
      revision += 1
    },
    key(before) {
      marks.standAt(before)
      return `${revision},${marks.epoch()}`
    },
    model(loaded, before, frame, isRunning) {
      marks.standAt(before)
      const { machine, debugInfo } = loaded
      const state = machine.processor()
      const readMemory = readGuest(loaded)
      const surroundings = (registers?: readonly bigint[]): RowSurroundings => ({
        readMemory,
        ...(registers && { registers }),
        isChanged(about, key, text) {
          const earlier = marks.before(`${about}\n${key}`, text)
          return !isRunning && earlier !== undefined && earlier !== text
        },
      })
      const isUnwound = state.mode === 64
      const scopes = isUnwound
        ? debugInfo.openLocals(
            state,
            frame,
            readMemory,
            isRunning ? REACH_WHILE_RUNNING : undefined,
          )
        : []
      const isInnermost = frame < debugInfo.framesAt(state.rip).length
      const statics = staticsOf(loaded)
      const groups = [
        ...scopes.map((scope, index) =>
          scopeItem(
            scope,
            index,
            window.search,
            surroundings(isInnermost ? state.general : undefined),
          ),
        ),
        staticsItem(
          statics.matching(window.search),
          (name) => debugInfo.openStatic(name, readMemory),
          surroundings(),
        ),
      ]
      const { total, rows } = windowOf(groupsOf(groups), window.opened, window)
      return { total, first: window.first, rows, isReadingStatics: !statics.isComplete() }
    },
  }
}
