/** Joins the observer of executors to a machine: what it may look at, which code and which stores are watched for it. */
import { physicalAddress } from '../../shared/units'
import type { DebugInfo } from '../debuginfo/debug-info'
import type { Machine } from '../machine/machine-api'
import { createExecutorObserver, type ExecutorObserver } from '../observers/executor'

const VGA_TEXT = 0xb_8000
const CELL_SIZE = 2

export function followExecutor(machine: Machine, debugInfo: DebugInfo): ExecutorObserver {
  const observer = createExecutorObserver({
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
      const screen = VGA_TEXT + start
      return machine.watchWrites(
        physicalAddress(BigInt(screen)),
        cells.length,
        ({ address, instant }) => {
          // A store of several bytes may begin before the first cell.
          const cell = Math.max(0, Math.floor((Number(address) - screen) / CELL_SIZE))
          listener(instant, cell)
        },
      )
    },
  })
  machine.onSerial((byte) => observer.serialSent(byte, machine.instant()))
  return observer
}
