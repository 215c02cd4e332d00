/**
 * The two 8259As of a PC: the slave's INT output drives input 2 of the master.
 * Ports 0x20, 0x21 (master), 0xA0, 0xA1 (slave), 0x4D0, 0x4D1 (ELCR, edge or level per line).
 */
import type { BlockReason, PicRegisters } from '../../shared/events'
import { CASCADE_LINE as SLAVE_INPUT, type ControllerName } from '../../shared/interrupt-lines'
import { withoutDeadline, type Device, type InterruptLine } from './device'
import {
  createPic8259a,
  type Pic8259a,
  type Pic8259aListener,
  type Pic8259aState,
  type PicRegister,
} from './pic-8259a'

export interface PicCascadeState {
  readonly [key: string]: Pic8259aState
  readonly master: Pic8259aState
  readonly slave: Pic8259aState
}

/** The vector that the controllers put on the bus, and the line that it stands for. A spurious one is line 7 or 15. */
export interface Acknowledgement {
  readonly vector: number
  readonly line: number
}

/** Is told of what happens to requests, right after it happened; nothing is made for it. */
export interface PicListener {
  requested(line: number): void
  acknowledged(line: number, vector: number, isSpurious: boolean): void
  /** An EOI, with the line that is not in service any more; undefined when none was. */
  ended(
    controller: ControllerName,
    line: number | undefined,
    isSpecific: boolean,
    ocw2: number,
  ): void
  written(controller: ControllerName, register: PicRegister, value: number): void
  /** The processor's INTR pin was driven: all that followed from an access or a line has been dealt with. */
  settled(): void
}

export interface PicCascade extends Device<PicCascadeState> {
  /** One of the sixteen IRQ lines, to be driven by a device. */
  line(irq: number): InterruptLine
  /** The processor's INTA cycle. */
  acknowledge(): Acknowledgement
  /** Whether the line's mask bits let it through to the processor. */
  isUnmasked(irq: number): boolean
  /** Lines whose request waits in an IRR: bits 0 to 15. The cascade is none. */
  waiting(): number
  /** What keeps a line's request from the processor's INTR pin, in the order in which the controllers ask. */
  blocks(irq: number): readonly BlockReason[]
  registers(): { readonly master: PicRegisters; readonly slave: PicRegisters }
}

const NOBODY: PicListener = {
  requested: () => undefined,
  acknowledged: () => undefined,
  ended: () => undefined,
  written: () => undefined,
  settled: () => undefined,
}

/** `setIntr` is the processor's INTR pin; it is called whenever its level may have changed. */
export function createPicCascade(
  setIntr: (isActive: boolean) => void,
  listener: PicListener = NOBODY,
): PicCascade {
  const listenTo = (controller: ControllerName): Pic8259aListener => ({
    written: (register, value) => listener.written(controller, register, value),
    ended: (input, isSpecific, ocw2) =>
      listener.ended(
        controller,
        input === undefined ? undefined : lineOf(controller, input),
        isSpecific,
        ocw2,
      ),
  })
  // The system timer, the keyboard and the cascade are wired as edges for good; so are RTC and FPU.
  const master = createPic8259a(
    { slaveInputs: 1 << SLAVE_INPUT, elcrMask: 0xf8 },
    listenTo('master'),
  )
  const slave = createPic8259a({ slaveInputs: 0, elcrMask: 0xde }, listenTo('slave'))

  function settle(): void {
    master.setLine(SLAVE_INPUT, slave.isRequesting())
    setIntr(master.isRequesting())
    listener.settled()
  }

  function acknowledge(): Acknowledgement {
    let isSpurious = !master.isRequesting()
    const input = master.acknowledge()
    let answer = { vector: master.vectorOf(input), line: input }
    if (input === SLAVE_INPUT) {
      isSpurious = !slave.isRequesting()
      const slaveInput = slave.acknowledge()
      answer = { vector: slave.vectorOf(slaveInput), line: lineOf('slave', slaveInput) }
      // Behind one edge there may be another request: INT falls between the two acknowledge pulses.
      master.setLine(SLAVE_INPUT, false)
    }
    listener.acknowledged(answer.line, answer.vector, isSpurious)
    settle()
    return answer
  }

  function read(port: number): number {
    switch (port) {
      case 0x20:
        return master.readCommand()
      case 0x21:
        return master.readData()
      case 0xa0:
        return slave.readCommand()
      case 0xa1:
        return slave.readData()
      case 0x4d0:
        return master.readTriggerModes()
      default:
        return slave.readTriggerModes()
    }
  }

  function write(port: number, value: number): void {
    switch (port) {
      case 0x20:
        return master.writeCommand(value)
      case 0x21:
        return master.writeData(value)
      case 0xa0:
        return slave.writeCommand(value)
      case 0xa1:
        return slave.writeData(value)
      case 0x4d0:
        return master.writeTriggerModes(value)
      default:
        return slave.writeTriggerModes(value)
    }
  }

  function blocks(irq: number): readonly BlockReason[] {
    const own = irq < 8 ? master.blockOf(irq) : slave.blockOf(irq - 8)
    const cascade = irq < 8 ? undefined : master.blockOf(SLAVE_INPUT)
    const holds: readonly (readonly [BlockReason, boolean])[] = [
      ['masked', own.isMasked],
      ['in-service', own.isOutranked],
      ['cascade-masked', cascade?.isMasked ?? false],
      ['cascade-in-service', cascade?.isOutranked ?? false],
    ]
    return holds.filter(([, isTrue]) => isTrue).map(([reason]) => reason)
  }

  return {
    ...withoutDeadline,
    name: 'pic-8259a',
    width: 1,
    ports: [
      { first: 0x20, last: 0x21 },
      { first: 0xa0, last: 0xa1 },
      { first: 0x4d0, last: 0x4d1 },
    ],
    readPort(port) {
      const value = read(port)
      settle() // A poll word acknowledges.
      return value
    },
    writePort(port, value) {
      write(port, value)
      settle()
    },
    line: (irq) => (isActive) => {
      const isNew = irq < 8 ? master.setLine(irq, isActive) : slave.setLine(irq - 8, isActive)
      if (isNew) listener.requested(irq)
      settle()
    },
    acknowledge,
    isUnmasked(irq) {
      const isOpen = (imr: number, input: number) => (imr & (1 << input)) === 0
      if (irq < 8) return isOpen(master.save().imr, irq)
      return isOpen(slave.save().imr, irq - 8) && isOpen(master.save().imr, SLAVE_INPUT)
    },
    waiting: () => (master.irr() & ~(1 << SLAVE_INPUT)) | (slave.irr() << 8),
    blocks,
    registers: () => ({ master: registersOf(master), slave: registersOf(slave) }),
    save: () => ({ master: master.save(), slave: slave.save() }),
    restore(state) {
      master.restore(state.master)
      slave.restore(state.slave)
      settle()
    },
  }
}

const lineOf = (controller: ControllerName, input: number) =>
  controller === 'master' ? input : 8 + input

function registersOf(chip: Pic8259a): PicRegisters {
  const { irr, imr, isr, vectorBase, isAutoEoi, lines, lowestPriority, ...modes } = chip.save()
  return {
    irr,
    imr,
    isr,
    base: vectorBase,
    isAutomaticEoi: isAutoEoi,
    lines,
    levelTriggered: modes.isLevelMode ? 0xff : modes.levelTriggered,
    lowestPriority,
  }
}
