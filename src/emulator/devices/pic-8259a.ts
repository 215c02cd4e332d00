/**
 * One 8259A programmable interrupt controller.
 * Intel 8259A data sheet: "Initialization Command Words" and "Operation Command Words".
 *
 * Knows nothing of its partner: `pic-cascade` wires the two of a PC together. MCS-80 mode, buffered mode
 * and the address interval are accepted and have no effect, as behind any x86.
 */

export interface Pic8259aState {
  readonly [key: string]: number | boolean
  /** Levels of the eight inputs as they stand. */
  readonly lines: number
  /** Interrupt request, in-service and mask registers. */
  readonly irr: number
  readonly isr: number
  readonly imr: number
  /** ELCR: a set bit makes that input level-triggered. */
  readonly levelTriggered: number
  /** ICW1.LTIM makes them all level-triggered. */
  readonly isLevelMode: boolean
  readonly vectorBase: number
  /** ICW3 as written: the slaves' inputs, or the slave's identity. */
  readonly cascade: number
  /** Which ICW the next write to the odd port is: 2, 3, 4, or 0 when it is OCW1. */
  readonly awaitedIcw: number
  readonly needsIcw3: boolean
  readonly needsIcw4: boolean
  readonly isAutoEoi: boolean
  readonly rotatesOnAutoEoi: boolean
  readonly isSpecialFullyNested: boolean
  readonly isSpecialMask: boolean
  readonly isPolled: boolean
  readonly readsIsr: boolean
  /** The input of lowest priority; the next one up, modulo 8, has the highest. */
  readonly lowestPriority: number
}

type MutableState = { -readonly [Key in keyof Pic8259aState]: Pic8259aState[Key] }

const POWER_ON: Pic8259aState = {
  lines: 0,
  irr: 0,
  isr: 0,
  imr: 0,
  levelTriggered: 0,
  isLevelMode: false,
  vectorBase: 0,
  cascade: 0,
  awaitedIcw: 0,
  needsIcw3: false,
  needsIcw4: false,
  isAutoEoi: false,
  rotatesOnAutoEoi: false,
  isSpecialFullyNested: false,
  isSpecialMask: false,
  isPolled: false,
  readsIsr: false,
  lowestPriority: 7,
}

const ICW1 = 0x10
const OCW3 = 0x08

/** What of a write a watcher may want to know. */
export type PicRegister = 'IMR' | 'ICW1' | 'ICW2' | 'ICW3' | 'ICW4' | 'OCW3'

/** Is told of what the guest does with a chip, after it is done. */
export interface Pic8259aListener {
  written(register: PicRegister, value: number): void
  /** An EOI, with the input whose ISR bit it cleared; undefined when there was none to clear. */
  ended(input: number | undefined, isSpecific: boolean, ocw2: number): void
}

/** Why the request of an input does not reach the INT output, as far as this chip is concerned. */
export interface PicBlock {
  readonly isMasked: boolean
  /** An input of equal or higher priority is in service. */
  readonly isOutranked: boolean
}

export interface Pic8259a {
  /** True when this made IRR keep a request that it did not have. */
  setLine(input: number, isActive: boolean): boolean
  /** The INT output. */
  isRequesting(): boolean
  /**
   * An interrupt acknowledge cycle: the input that is served. With no request left the chip answers
   * input 7 and puts nothing in service: the spurious interrupt.
   */
  acknowledge(): number
  blockOf(input: number): PicBlock
  /** The interrupt request register. */
  irr(): number
  vectorOf(input: number): number
  /** Even port: ICW1, OCW2, OCW3; reads IRR, ISR or the poll word. */
  readCommand(): number
  writeCommand(value: number): void
  /** Odd port: OCW1 (the mask), or ICW2 to ICW4 while the chip is being initialised. */
  readData(): number
  writeData(value: number): void
  readTriggerModes(): number
  writeTriggerModes(value: number): void
  save(): Pic8259aState
  restore(state: Pic8259aState): void
}

export interface Pic8259aWiring {
  /** Inputs to which a slave is wired: special fully nested mode concerns them. */
  readonly slaveInputs: number
  /** The inputs whose trigger mode ELCR may change. */
  readonly elcrMask: number
}

const NOBODY: Pic8259aListener = { written: () => undefined, ended: () => undefined }

export function createPic8259a(
  wiring: Pic8259aWiring,
  listener: Pic8259aListener = NOBODY,
): Pic8259a {
  const s: MutableState = { ...POWER_ON }

  const isLevelTriggered = (bit: number) => s.isLevelMode || (s.levelTriggered & bit) !== 0

  /** The set bit of highest priority, or undefined. */
  function highestPriority(bits: number): number | undefined {
    for (let step = 1; step <= 8; step++) {
      const input = (s.lowestPriority + step) & 7
      if (bits & (1 << input)) return input
    }
    return undefined
  }

  /** 0 for the highest. */
  const rankOf = (input: number) => (input - s.lowestPriority - 1) & 7

  /** Whether an interrupt in service keeps an input out. */
  function isOutranked(input: number): boolean {
    let inService = s.isr
    if (s.isSpecialMask) inService &= ~s.imr
    if (s.isSpecialFullyNested) inService &= ~wiring.slaveInputs
    const served = highestPriority(inService)
    return served !== undefined && rankOf(input) >= rankOf(served)
  }

  /** The request that INT stands for: one that no interrupt in service keeps out. */
  function pendingInput(): number | undefined {
    const requested = highestPriority(s.irr & ~s.imr)
    return requested === undefined || isOutranked(requested) ? undefined : requested
  }

  function acknowledge(): number {
    const input = pendingInput()
    if (input === undefined) return 7
    const bit = 1 << input
    if (!isLevelTriggered(bit)) s.irr &= ~bit
    if (!s.isAutoEoi) s.isr |= bit
    else if (s.rotatesOnAutoEoi) s.lowestPriority = input
    return input
  }

  function initialise(icw1: number): void {
    Object.assign(s, {
      ...POWER_ON,
      lines: s.lines,
      levelTriggered: s.levelTriggered,
      vectorBase: s.vectorBase,
      isLevelMode: (icw1 & 0x08) !== 0,
      awaitedIcw: 2,
      needsIcw3: (icw1 & 0x02) === 0,
      needsIcw4: (icw1 & 0x01) !== 0,
    })
    // The edge sense circuit starts anew: only inputs sensed by level can request at once.
    for (let input = 0; input < 8; input++) {
      const bit = 1 << input
      if (isLevelTriggered(bit)) s.irr |= s.lines & bit
    }
  }

  /** OCW2: R, SL and EOI in bits 7 to 5, the input in bits 2 to 0. */
  function endOfInterrupt(ocw2: number): void {
    const rotates = (ocw2 & 0x80) !== 0
    const isSpecific = (ocw2 & 0x40) !== 0
    const isEoi = (ocw2 & 0x20) !== 0
    if (!isEoi && !isSpecific) {
      s.rotatesOnAutoEoi = rotates
      return
    }
    const ended = isSpecific ? ocw2 & 7 : highestPriority(s.isSpecialMask ? s.isr & ~s.imr : s.isr)
    const wasInService = ended !== undefined && (s.isr & (1 << ended)) !== 0
    if (ended !== undefined && isEoi) s.isr &= ~(1 << ended)
    if (ended !== undefined && rotates) s.lowestPriority = ended
    if (isEoi) listener.ended(wasInService ? ended : undefined, isSpecific, ocw2)
  }

  function selectRead(ocw3: number): void {
    if (ocw3 & 0x40) s.isSpecialMask = (ocw3 & 0x20) !== 0
    s.isPolled = (ocw3 & 0x04) !== 0
    if (ocw3 & 0x02) s.readsIsr = (ocw3 & 0x01) !== 0
  }

  /** The poll command makes the next read an acknowledge cycle: bit 7 says whether there was a request. */
  function readPollWord(): number {
    s.isPolled = false
    return pendingInput() === undefined ? 0x07 : 0x80 | acknowledge()
  }

  return {
    setLine(input, isActive) {
      const bit = 1 << input
      const wasActive = (s.lines & bit) !== 0
      const wasRequested = (s.irr & bit) !== 0
      if (isActive) {
        s.lines |= bit
        if (isLevelTriggered(bit) || !wasActive) s.irr |= bit
      } else {
        // A request must last until it is acknowledged, in both trigger modes.
        s.lines &= ~bit
        s.irr &= ~bit
      }
      return !wasRequested && (s.irr & bit) !== 0
    },

    isRequesting: () => pendingInput() !== undefined,
    acknowledge,
    blockOf: (input) => ({
      isMasked: (s.imr & (1 << input)) !== 0,
      isOutranked: isOutranked(input),
    }),
    irr: () => s.irr,
    vectorOf: (input) => s.vectorBase | input,

    readCommand() {
      if (s.isPolled) return readPollWord()
      return s.readsIsr ? s.isr : s.irr
    },

    writeCommand(value) {
      if (value & ICW1) {
        initialise(value)
        listener.written('ICW1', value)
      } else if (value & OCW3) {
        selectRead(value)
        listener.written('OCW3', value)
      } else endOfInterrupt(value)
    },

    readData: () => (s.isPolled ? readPollWord() : s.imr),

    writeData(value) {
      switch (s.awaitedIcw) {
        case 2:
          s.vectorBase = value & 0xf8
          s.awaitedIcw = s.needsIcw3 ? 3 : s.needsIcw4 ? 4 : 0
          return listener.written('ICW2', value)
        case 3:
          s.cascade = value
          s.awaitedIcw = s.needsIcw4 ? 4 : 0
          return listener.written('ICW3', value)
        case 4:
          s.isAutoEoi = (value & 0x02) !== 0
          s.isSpecialFullyNested = (value & 0x10) !== 0
          s.awaitedIcw = 0
          return listener.written('ICW4', value)
        default:
          s.imr = value
          return listener.written('IMR', value)
      }
    },

    readTriggerModes: () => s.levelTriggered,

    writeTriggerModes(value) {
      s.levelTriggered = value & wiring.elcrMask
    },

    save: () => ({ ...s }),
    restore: (state) => void Object.assign(s, state),
  }
}
