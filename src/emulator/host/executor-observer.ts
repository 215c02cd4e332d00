/** Joins the observer of executors to a machine: what it may look at, which code and which stores are watched for it. */
import { physicalAddress } from '../../shared/units'
import { CELL_BYTES, TEXT_WINDOW } from '../../shared/vga-text'
import type { DebugInfo } from '../debuginfo/debug-info'
import type { Machine } from '../machine/machine-api'
import { createExecutorObserver, type ExecutorObserver } from '../observers/executor'
import type { ObservedMachine } from '../observers/executor/observed-machine'
import type { TaskListener } from '../observers/executor/task-calls'

export function followExecutor(
  machine: Machine,
  debugInfo: DebugInfo,
  onTask?: TaskListener,
): ExecutorObserver {
  const observed: ObservedMachine = {
    debugInfo,
    instant: machine.instant,
    processor: machine.processor,
    isHalted: machine.isHalted,
    screenCells: () => machine.screen().cells,
    readLinear: machine.readLinear,
    watchCode: machine.watchCode,
    watchMemory(address, length, listener) {
      const { physicalAddress: physical } = machine.translate(address, 'read').walk
      if (physical === undefined || Number(physical) + length > machine.memorySize) return undefined
      return machine.watchWrites(physical, length, ({ instant }) => listener(instant))
    },
    watchScreen(listener) {
      const { cells, start } = machine.screen()
      const screen = TEXT_WINDOW.start + start
      return machine.watchWrites(
        physicalAddress(BigInt(screen)),
        cells.length,
        ({ address, instant }) => {
          // A store of several bytes may begin before the first cell.
          const cell = Math.max(0, Math.floor((Number(address) - screen) / CELL_BYTES))
          listener(instant, cell)
        },
      )
    },
  }
  const observer = createExecutorObserver(observed, onTask)
  const stopSerial = machine.onSerial((byte) => observer.serialSent(byte, machine.instant()))
  return {
    ...observer,
    stop() {
      observer.stop()
      stopSerial()
    },
  }
}
