/** A kernel with the observer of executors beside it, as a host has them. */
import { readElf64 } from '../../src/emulator/boot/elf64'
import { createDebugInfo } from '../../src/emulator/debuginfo/debug-info'
import { readBootInfoFields } from '../../src/emulator/host/boot-info-fields'
import { followExecutor } from '../../src/emulator/host/executor-observer'
import { createMachine } from '../../src/emulator/machine/machine'
import { LANE_TOPICS } from '../../src/emulator/timeline/event-lanes'
import { typeText } from '../../src/shared/scan-codes'
import { core, kernelImage } from '../boot/ringside'

const MEMORY_SIZE = 128 << 20
const SLICE = 1_000
const LIMIT = 100_000_000

export function followed(commandLine = '', image: Uint8Array = kernelImage) {
  const elf = readElf64(image)
  const bootInfo = readBootInfoFields(elf)
  const options = { image, commandLine, memorySize: MEMORY_SIZE, ...(bootInfo && { bootInfo }) }
  const machine = createMachine(core, options)
  const observer = followExecutor(machine, createDebugInfo(elf))
  machine.listen(LANE_TOPICS, observer.observe)
  let serial = ''
  machine.onSerial((byte) => (serial += String.fromCharCode(byte)))

  return {
    machine,
    observer,
    serial: () => serial,
    type: (text: string) => machine.input({ type: 'keys', scanCodes: typeText(text) }),
    /** Runs until the serial port has printed it since the beginning. */
    until(text: string | RegExp, slice = SLICE): void {
      const isThere = () => (typeof text === 'string' ? serial.includes(text) : text.test(serial))
      while (!isThere()) {
        if (machine.instant() > LIMIT) throw new Error(`${text} was not printed:\n${serial}`)
        machine.run(slice)
      }
    },
  }
}
