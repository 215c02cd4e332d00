/** Answers what the observer of the text screen asks: the screen as it stands, stores into its memory, names of code. */
import { physicalAddress } from '../../shared/units'
import { TEXT_WINDOW } from '../../shared/vga-text'
import type { ScreenReader } from '../observers/screen-cells'
import { inOwnLines } from './own-lines'
import type { ObserverContext } from './observers'

export const createScreenReader = ({
  machine,
  debugInfo,
  lookup,
}: ObserverContext): ScreenReader => ({
  instant: machine.instant,
  screen: machine.screen,
  bytes: (offset, length) =>
    machine.memory.read(physicalAddress(BigInt(TEXT_WINDOW.start + offset)), length),
  instruction: (rip) => inOwnLines(debugInfo, lookup.instruction(rip)),
  watchStores: (listener) =>
    void machine.watchAccesses(
      [
        {
          physical: physicalAddress(BigInt(TEXT_WINDOW.start)),
          length: BigInt(TEXT_WINDOW.size),
        },
      ],
      { writes: true },
      listener,
    ),
})
