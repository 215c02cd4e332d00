/**
 * The I/O address space: 65 536 ports and the chips that answer there.
 * A port that nobody claims reads all ones and swallows what is written, as on an ISA bus; both are counted.
 *
 * Knows nothing of instructions, time or permissions: the core has checked IOPL and the I/O bitmap.
 */
import type { PortDevice, PortWidth } from './device'

export interface UnclaimedAccess {
  readonly port: number
  readonly reads: number
  readonly writes: number
}

export interface PortBus {
  claim(device: PortDevice): void
  read(port: number, width: PortWidth): number
  write(port: number, value: number, width: PortWidth): void
  /** Accesses to ports that no chip answers, by port number. */
  unclaimed(): readonly UnclaimedAccess[]
  forgetUnclaimed(): void
}

const PORTS = 0x1_0000

export function createPortBus(): PortBus {
  const devices: PortDevice[] = []
  const owners = new Uint8Array(PORTS) // index into `devices` plus one; 0: nobody
  const counts = new Map<number, { reads: number; writes: number }>()

  const ownerOf = (port: number): PortDevice | undefined => devices[(owners[port] ?? 0) - 1]

  function count(port: number, kind: 'reads' | 'writes'): void {
    const entry = counts.get(port) ?? { reads: 0, writes: 0 }
    entry[kind] += 1
    counts.set(port, entry)
  }

  function readByte(port: number): number {
    const device = ownerOf(port)
    if (device) return device.readPort(port, 1) & 0xff
    count(port, 'reads')
    return 0xff
  }

  function writeByte(port: number, value: number): void {
    const device = ownerOf(port)
    if (device) device.writePort(port, value, 1)
    else count(port, 'writes')
  }

  const takesWhole = (port: number, width: PortWidth): PortDevice | undefined => {
    const device = ownerOf(port)
    return device && device.width >= width ? device : undefined
  }

  return {
    claim(device) {
      devices.push(device)
      for (const { first, last } of device.ports) {
        for (let port = first; port <= last; port++) {
          const owner = ownerOf(port)
          if (owner) {
            throw new Error(
              `${device.name} claims port 0x${port.toString(16)}, which is ${owner.name}'s`,
            )
          }
          owners[port] = devices.length
        }
      }
    },

    read(port, width) {
      const device = takesWhole(port, width)
      if (device) return device.readPort(port, width) >>> 0
      // The lowest port first, as the bus does: reading may change what the next one reads.
      let value = 0
      for (let i = 0; i < width; i++) value |= readByte((port + i) % PORTS) << (8 * i)
      return value >>> 0
    },

    write(port, value, width) {
      const device = takesWhole(port, width)
      if (device) {
        device.writePort(port, value >>> 0, width)
        return
      }
      for (let i = 0; i < width; i++) writeByte((port + i) % PORTS, (value >>> (8 * i)) & 0xff)
    },

    unclaimed: () =>
      [...counts]
        .map(([port, { reads, writes }]) => ({ port, reads, writes }))
        .sort((a, b) => a.port - b.port),

    forgetUnclaimed: () => counts.clear(),
  }
}
