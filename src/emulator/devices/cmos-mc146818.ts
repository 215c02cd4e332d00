/**
 * The MC146818 real-time clock with its CMOS memory: ports 0x70 (index) and 0x71 (data), on IRQ8.
 * Motorola MC146818 data sheet, "Address Map" and "Registers".
 *
 * The clock starts at a fixed date and runs by guest time, so every run sees the same dates.
 * An update takes no time: the update-in-progress bit is never seen set.
 */
import { INSTANTS_PER_SECOND, instantOfTick, ticksAt } from '../../shared/guest-time'
import { instant } from '../../shared/units'
import { calendarTime, secondsOf, type CalendarTime } from './calendar'
import type { Clock, Device, InterruptLine } from './device'

export interface CmosState {
  readonly [key: string]: number | boolean | readonly number[] | null
  readonly index: number
  readonly memory: readonly number[]
  /** Clock seconds since the epoch at `setAt`; while the clock is stopped, what it shows. */
  readonly seconds: number
  readonly setAt: number
  /** Interrupt flags of register C. */
  readonly flags: number
  /** When the next periodic interrupt, and the next second, is due. */
  readonly periodicAt: number | null
  readonly updateAt: number | null
}

const INDEX = 0x70
const MEMORY_SIZE = 128

const SECONDS = 0x00
const ALARMS = { second: 0x01, minute: 0x03, hour: 0x05 }
const MINUTES = 0x02
const HOURS = 0x04
const WEEKDAY = 0x06
const DAY = 0x07
const MONTH = 0x08
const YEAR = 0x09
const REGISTER_A = 0x0a
const REGISTER_B = 0x0b
const REGISTER_C = 0x0c
const REGISTER_D = 0x0d
const CENTURY = 0x32

const B_SET = 1 << 7
const B_24_HOURS = 1 << 1
const B_BINARY = 1 << 2
const FLAG_PERIODIC = 1 << 6
const FLAG_ALARM = 1 << 5
const FLAG_UPDATE = 1 << 4
const FLAG_IRQ = 1 << 7
const FLAGS_ENABLE = FLAG_PERIODIC | FLAG_ALARM | FLAG_UPDATE
const VALID_RAM = 1 << 7
const HOUR_PM = 1 << 7
const ALARM_ANY = 0xc0

const CRYSTAL = 32_768

export function createCmosMc146818(
  clock: Clock,
  irq8: InterruptLine,
  memorySize: number,
): Device<CmosState> {
  let index = 0
  let memory = describeMemory(memorySize)
  let seconds = 0
  let setAt = 0
  let flags = 0
  let periodicAt: number | null = null
  let updateAt: number | null = null

  const cell = (register: number) => memory[register] ?? 0
  const isStopped = () => (cell(REGISTER_B) & B_SET) !== 0
  const shownSeconds = () =>
    isStopped() ? seconds : seconds + Math.floor((clock() - setAt) / INSTANTS_PER_SECOND)

  const encode = (value: number) =>
    cell(REGISTER_B) & B_BINARY ? value : (Math.floor(value / 10) << 4) | (value % 10)
  const decode = (value: number) =>
    cell(REGISTER_B) & B_BINARY ? value : (value >> 4) * 10 + (value & 15)

  function encodeHour(hour: number): number {
    if (cell(REGISTER_B) & B_24_HOURS) return encode(hour)
    return encode(hour % 12 || 12) | (hour >= 12 ? HOUR_PM : 0)
  }

  function decodeHour(value: number): number {
    if (cell(REGISTER_B) & B_24_HOURS) return decode(value)
    return (decode(value & ~HOUR_PM) % 12) + (value & HOUR_PM ? 12 : 0)
  }

  const fields: Readonly<Record<number, (time: CalendarTime) => number>> = {
    [SECONDS]: (time) => encode(time.second),
    [MINUTES]: (time) => encode(time.minute),
    [HOURS]: (time) => encodeHour(time.hour),
    [WEEKDAY]: (time) => encode(time.weekday),
    [DAY]: (time) => encode(time.day),
    [MONTH]: (time) => encode(time.month),
    [YEAR]: (time) => encode(time.year % 100),
    [CENTURY]: (time) => encode(Math.floor(time.year / 100)),
  }

  /** Writing a field of the clock sets the clock: the other fields stay as shown. */
  function setField(register: number, value: number): void {
    const now = calendarTime(shownSeconds())
    const century = Math.floor(now.year / 100) * 100
    const change: Readonly<Record<number, Partial<CalendarTime>>> = {
      [SECONDS]: { second: decode(value) },
      [MINUTES]: { minute: decode(value) },
      [HOURS]: { hour: decodeHour(value) },
      [DAY]: { day: decode(value) },
      [MONTH]: { month: decode(value) },
      [YEAR]: { year: century + decode(value) },
      [CENTURY]: { year: decode(value) * 100 + (now.year % 100) },
    }
    const set = { ...now, ...change[register] }
    // A guest that counts the years up must not make calendar arithmetic longer and longer.
    seconds = secondsOf({ ...set, year: set.year % 10_000 })
    setAt = clock()
  }

  const settle = () => irq8((flags & cell(REGISTER_B) & FLAGS_ENABLE) !== 0)

  /** Rate 0 is off; rates 1 and 2 repeat 8 and 9. */
  function periodicPulses(): number | undefined {
    const rate = cell(REGISTER_A) & 15
    if (rate === 0) return undefined
    return 1 << ((rate <= 2 ? rate + 7 : rate) - 1)
  }

  /** Interrupts that nobody wants are not waited for. */
  function scheduleInterrupts(): void {
    const enabled = cell(REGISTER_B)
    const pulses = periodicPulses()
    periodicAt = null
    if (enabled & FLAG_PERIODIC && pulses !== undefined) {
      const next = Math.floor(ticksAt(clock(), CRYSTAL) / pulses) + 1
      periodicAt = instantOfTick(next * pulses, CRYSTAL)
    }
    const wantsSeconds = (enabled & (FLAG_ALARM | FLAG_UPDATE)) !== 0 && !isStopped()
    const passed = Math.floor((clock() - setAt) / INSTANTS_PER_SECOND)
    updateAt = wantsSeconds ? setAt + (passed + 1) * INSTANTS_PER_SECOND : null
  }

  function isAlarmDue(): boolean {
    const now = calendarTime(shownSeconds())
    const matches = (register: number, value: number) =>
      cell(register) >= ALARM_ANY || cell(register) === value
    return (
      matches(ALARMS.second, encode(now.second)) &&
      matches(ALARMS.minute, encode(now.minute)) &&
      matches(ALARMS.hour, encodeHour(now.hour))
    )
  }

  function read(): number {
    if (index === REGISTER_C) {
      const value = flags | (flags & cell(REGISTER_B) & FLAGS_ENABLE ? FLAG_IRQ : 0)
      flags = 0
      settle()
      return value
    }
    if (index === REGISTER_D) return VALID_RAM
    const field = fields[index]
    return field ? field(calendarTime(shownSeconds())) : cell(index)
  }

  function write(value: number): void {
    if (index === REGISTER_C || index === REGISTER_D) return
    if (index === REGISTER_B) {
      // Stopping and starting keeps the time that is shown.
      seconds = shownSeconds()
      setAt = clock()
    }
    if (index === WEEKDAY) return // follows from the date
    if (fields[index]) setField(index, value)
    else memory[index] = index === REGISTER_A ? value & 0x7f : value
    scheduleInterrupts()
    settle()
  }

  return {
    name: 'cmos-mc146818',
    ports: [{ first: INDEX, last: INDEX + 1 }],
    width: 1,
    readPort: (port) => (port === INDEX ? 0xff : read()),
    writePort(port, value) {
      if (port === INDEX)
        index = value & (MEMORY_SIZE - 1) // Bit 7 masks NMI, which nothing raises.
      else write(value)
    },
    deadline() {
      const next = Math.min(periodicAt ?? Infinity, updateAt ?? Infinity)
      return next === Infinity ? undefined : instant(next)
    },
    act() {
      const now = clock()
      if (periodicAt !== null && periodicAt <= now) flags |= FLAG_PERIODIC
      if (updateAt !== null && updateAt <= now) {
        flags |= FLAG_UPDATE
        if (isAlarmDue()) flags |= FLAG_ALARM
      }
      scheduleInterrupts()
      settle()
    },
    save: () => ({
      index,
      memory: [...memory],
      seconds,
      setAt,
      flags,
      periodicAt,
      updateAt,
    }),
    restore(state) {
      ;({ index, seconds, setAt, flags, periodicAt, updateAt } = state)
      memory = [...state.memory]
    },
  }
}

/** What the firmware left in the CMOS memory: how much RAM there is, and how the clock counts. */
function describeMemory(size: number): number[] {
  const memory = new Array<number>(MEMORY_SIZE).fill(0)
  const put = (at: number, value: number) => {
    memory[at] = value & 0xff
    memory[at + 1] = (value >> 8) & 0xff
  }
  const MIB = 1 << 20
  const below64 = Math.min(Math.max(0, (size - MIB) / 1024), 63 * 1024)
  put(0x15, 640) //                                                    KiB of conventional memory
  put(0x17, below64) //                                                KiB above 1 MiB, up to 64 MiB
  put(0x30, below64)
  put(0x34, Math.min(Math.max(0, (size - 16 * MIB) / 65_536), 0xffff)) // 64 KiB blocks above 16 MiB
  memory[REGISTER_A] = 0x26 // the crystal's divider on, periodic rate 1024 Hz
  memory[REGISTER_B] = B_24_HOURS
  return memory
}
