/**
 * A VGA adapter in text mode 3: CRT controller, sequencer, graphics and attribute controllers, DAC.
 * IBM VGA Technical Reference, "Registers". Ports 0x3C0 to 0x3CF, 0x3D4, 0x3D5, 0x3DA.
 *
 * The adapter's memory is the guest's RAM at 0xB8000: stores to it cost what any store costs, and the screen is
 * read straight from there. Graphics modes are not modelled: their registers keep what is written.
 */
import { COLUMNS, ROWS } from '../../shared/code-page-437'
import { ticksAt } from '../../shared/guest-time'
import { TEXT_WINDOW } from '../../shared/vga-text'
import { withoutDeadline, type Clock, type Device } from './device'

export interface VgaState {
  readonly [key: string]: number | boolean | readonly number[]
  readonly crtcIndex: number
  readonly crtc: readonly number[]
  readonly sequencerIndex: number
  readonly sequencer: readonly number[]
  readonly graphicsIndex: number
  readonly graphics: readonly number[]
  readonly attributeIndex: number
  readonly attributeExpectsData: boolean
  readonly attribute: readonly number[]
  readonly misc: number
  readonly dac: readonly number[]
  /** Three times the palette entry, plus the colour component that comes next. */
  readonly dacReadAt: number
  readonly dacWriteAt: number
  readonly dacMask: number
}

export interface VgaText extends Device<VgaState> {
  /** First byte shown, as an offset into the adapter's window. */
  startOffset(): number
  cursor(): { readonly row: number; readonly column: number; readonly isVisible: boolean }
  /** Whether bit 7 of an attribute byte makes a cell blink; else it is one more bit of the background. */
  isBlinkEnabled(): boolean
}

const CRTC_CURSOR_START = 0x0a
const CRTC_CURSOR_END = 0x0b
const CRTC_START_HIGH = 0x0c
const CRTC_CURSOR_HIGH = 0x0e
const CURSOR_OFF = 1 << 5
const ATTRIBUTE_MODE = 0x10
const MODE_BLINK = 1 << 3

// Mode 3 as firmware programs it: 80 × 25 characters of 9 × 16 dots.
const CRTC = [
  0x5f, 0x4f, 0x50, 0x82, 0x55, 0x81, 0xbf, 0x1f, 0x00, 0x4f, 0x0d, 0x0e, 0x00, 0x00, 0x00, 0x00,
  0x9c, 0x8e, 0x8f, 0x28, 0x1f, 0x96, 0xb9, 0xa3, 0xff,
]
const SEQUENCER = [0x03, 0x00, 0x03, 0x00, 0x02]
const GRAPHICS = [0x00, 0x00, 0x00, 0x00, 0x00, 0x10, 0x0e, 0x0f, 0xff]
const ATTRIBUTE = [
  0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x14, 0x07, 0x38, 0x39, 0x3a, 0x3b, 0x3c, 0x3d, 0x3e, 0x3f,
  0x0c, 0x00, 0x0f, 0x08, 0x00,
]
const MISC = 0x67

const LINE_FREQUENCY = 31_469
const LINES_PER_FRAME = 449
const VISIBLE_LINES = 400

export function createVgaText(clock: Clock): VgaText {
  let crtcIndex = 0
  let crtc = [...CRTC]
  let sequencerIndex = 0
  let sequencer = [...SEQUENCER]
  let graphicsIndex = 0
  let graphics = [...GRAPHICS]
  let attributeIndex = 0x20
  let attributeExpectsData = false
  let attribute = [...ATTRIBUTE]
  let misc = MISC
  let dac = defaultPalette()
  let dacReadAt = 0
  let dacWriteAt = 0
  let dacMask = 0xff

  const word = (high: number) => ((crtc[high] ?? 0) << 8) | (crtc[high + 1] ?? 0)

  function put(registers: number[], index: number, value: number): void {
    if (index < registers.length) registers[index] = value
  }

  /** Bit 3: the beam is in vertical retrace. Bit 0: it draws nothing now. */
  function inputStatus(): number {
    const line = ticksAt(clock(), LINE_FREQUENCY) % LINES_PER_FRAME
    attributeExpectsData = false
    return line < VISIBLE_LINES ? 0 : 0x09
  }

  function writeAttribute(value: number): void {
    if (attributeExpectsData) put(attribute, attributeIndex & 0x1f, value)
    else attributeIndex = value & 0x3f
    attributeExpectsData = !attributeExpectsData
  }

  function readDac(): number {
    const value = dac[dacReadAt] ?? 0
    dacReadAt = (dacReadAt + 1) % dac.length
    return value
  }

  function writeDac(value: number): void {
    dac[dacWriteAt] = value & 0x3f
    dacWriteAt = (dacWriteAt + 1) % dac.length
  }

  const reads: Readonly<Record<number, () => number>> = {
    0x3c0: () => attributeIndex,
    0x3c1: () => attribute[attributeIndex & 0x1f] ?? 0,
    0x3c2: () => 0x10, //                     input status 0: a colour monitor is connected
    0x3c4: () => sequencerIndex,
    0x3c5: () => sequencer[sequencerIndex] ?? 0,
    0x3c6: () => dacMask,
    0x3c7: () => 0x03, //                     the DAC is ready to be read
    0x3c8: () => Math.floor(dacWriteAt / 3),
    0x3c9: readDac,
    0x3cc: () => misc,
    0x3ce: () => graphicsIndex,
    0x3cf: () => graphics[graphicsIndex] ?? 0,
    0x3d4: () => crtcIndex,
    0x3d5: () => crtc[crtcIndex] ?? 0,
    0x3da: inputStatus,
  }

  const writes: Readonly<Record<number, (value: number) => void>> = {
    0x3c0: writeAttribute,
    0x3c2: (value) => void (misc = value),
    0x3c4: (value) => void (sequencerIndex = value),
    0x3c5: (value) => put(sequencer, sequencerIndex, value),
    0x3c6: (value) => void (dacMask = value),
    0x3c7: (value) => void (dacReadAt = value * 3),
    0x3c8: (value) => void (dacWriteAt = value * 3),
    0x3c9: writeDac,
    0x3ce: (value) => void (graphicsIndex = value),
    0x3cf: (value) => put(graphics, graphicsIndex, value),
    0x3d4: (value) => void (crtcIndex = value),
    0x3d5: (value) => put(crtc, crtcIndex, value),
  }

  return {
    ...withoutDeadline,
    name: 'vga-text',
    ports: [
      { first: 0x3c0, last: 0x3cf },
      { first: 0x3d4, last: 0x3d5 },
      { first: 0x3da, last: 0x3da },
    ],
    width: 1,
    readPort: (port) => reads[port]?.() ?? 0xff,
    writePort: (port, value) => writes[port]?.(value),

    startOffset: () => (word(CRTC_START_HIGH) * 2) % TEXT_WINDOW.size,

    cursor() {
      const cell = word(CRTC_CURSOR_HIGH) - word(CRTC_START_HIGH)
      const start = crtc[CRTC_CURSOR_START] ?? 0
      const isShaped =
        (start & CURSOR_OFF) === 0 && (start & 0x1f) <= ((crtc[CRTC_CURSOR_END] ?? 0) & 0x1f)
      const isOnScreen = cell >= 0 && cell < COLUMNS * ROWS
      return {
        row: isOnScreen ? Math.floor(cell / COLUMNS) : 0,
        column: isOnScreen ? cell % COLUMNS : 0,
        isVisible: isShaped && isOnScreen,
      }
    },

    isBlinkEnabled: () => ((attribute[ATTRIBUTE_MODE] ?? 0) & MODE_BLINK) !== 0,

    save: () => ({
      crtcIndex,
      crtc: [...crtc],
      sequencerIndex,
      sequencer: [...sequencer],
      graphicsIndex,
      graphics: [...graphics],
      attributeIndex,
      attributeExpectsData,
      attribute: [...attribute],
      misc,
      dac: [...dac],
      dacReadAt,
      dacWriteAt,
      dacMask,
    }),

    restore(state) {
      ;({ crtcIndex, sequencerIndex, graphicsIndex, attributeIndex, attributeExpectsData } = state)
      ;({ misc, dacReadAt, dacWriteAt, dacMask } = state)
      crtc = [...state.crtc]
      sequencer = [...state.sequencer]
      graphics = [...state.graphics]
      attribute = [...state.attribute]
      dac = [...state.dac]
    },
  }
}

/** The 64 colours that two bits for each of red, green and blue can name, as EGA monitors showed them. */
function defaultPalette(): number[] {
  const palette = new Array<number>(256 * 3).fill(0)
  for (let colour = 0; colour < 64; colour++) {
    for (let component = 0; component < 3; component++) {
      const strong = (colour >> (2 - component)) & 1
      const weak = (colour >> (5 - component)) & 1
      palette[colour * 3 + component] = strong * 0x2a + weak * 0x15
    }
  }
  return palette
}
