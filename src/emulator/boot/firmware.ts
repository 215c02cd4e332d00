/**
 * How a PC's firmware leaves the chips when a kernel starts, as port writes in the order in which firmware makes them.
 * The values are those that QEMU's firmware leaves; a kernel that forgets to set something up meets the same surprise.
 */

export interface PortWrite {
  readonly port: number
  readonly value: number
}

const writes = (port: number, ...values: number[]): PortWrite[] =>
  values.map((value) => ({ port, value }))

export const FIRMWARE_PORT_WRITES: readonly PortWrite[] = [
  // 8259A pair: vectors 0x08 and 0x70, where protected mode has its exceptions.
  ...writes(0x20, 0x11),
  ...writes(0x21, 0x08, 0x04, 0x01),
  ...writes(0xa0, 0x11),
  ...writes(0xa1, 0x70, 0x02, 0x01),
  ...writes(0x21, 0xb8), //       open: timer, keyboard, cascade, floppy disk
  ...writes(0xa1, 0x8e), //       open: clock, mouse, coprocessor, disk
  ...writes(0x4d1, 0x0c), //      PCI interrupts on 10 and 11 are level-triggered
  // 8254 counter 0: rate generator with the longest count, 18.2 Hz.
  ...writes(0x43, 0x34),
  ...writes(0x40, 0x00, 0x00),
  // UART: OUT2, without which its interrupts go nowhere.
  ...writes(0x3fc, 0x08),
  // Text cursor: an underline in the bottom rows.
  ...writes(0x3d4, 0x0a),
  ...writes(0x3d5, 0x0d),
]

/** A blank cell of the text screen: a space, light grey on black. */
export const BLANK_CELL = [0x20, 0x07] as const
