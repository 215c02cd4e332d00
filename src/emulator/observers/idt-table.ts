/** Reads all 256 gates of the IDT. Guest memory is hostile: what cannot be read is said to be unread. */
import type { TableRegister } from '../../shared/events'
import type { IdtTable, IdtTableGate } from '../../shared/models/idt-table'
import { linearAddress, type Instant, type LinearAddress } from '../../shared/units'
import { decodeGate, gateTypeName } from '../../shared/x86/idt-gate'

const VECTORS = 256

export interface IdtTableReader {
  readonly instant: () => Instant
  readonly idtr: () => TableRegister
  /** 16 in IA-32e mode, 8 outside of it. */
  readonly gateBytes: () => 8 | 16
  /** Bytes up to the first that cannot be read. */
  readonly read: (address: LinearAddress, length: number) => Uint8Array
  readonly symbolAt: (address: LinearAddress) => string | undefined
}

export function readIdtTable(reader: IdtTableReader): IdtTable {
  const idtr = reader.idtr()
  const gateBytes = reader.gateBytes()
  const gates = Array.from({ length: VECTORS }, (_, vector) =>
    gateOf(reader, { idtr, gateBytes }, vector),
  )
  return { instant: reader.instant(), idtr, gateBytes, gates }
}

const quadword = (bytes: Uint8Array, at: number): bigint =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(at, true)

function gateOf(
  { read, symbolAt }: IdtTableReader,
  { idtr, gateBytes }: Pick<IdtTable, 'idtr' | 'gateBytes'>,
  vector: number,
): IdtTableGate {
  const offset = vector * gateBytes
  const address = linearAddress(BigInt.asUintN(64, idtr.base + BigInt(offset)))
  if (offset + gateBytes - 1 > idtr.limit) return { vector, address, state: 'beyond' }
  const bytes = read(address, gateBytes)
  if (bytes.length < gateBytes) return { vector, address, state: 'unread' }
  const low = quadword(bytes, 0)
  const high = gateBytes === 16 ? quadword(bytes, 8) : 0n
  if (low === 0n && high === 0n) return { vector, address, state: 'empty' }
  const gate = decodeGate([low, high])
  const type = gateTypeName(gate)
  const is64BitGate = gate.type >= 0xe
  if (type === undefined || (gateBytes === 16 && !is64BitGate))
    return { vector, address, state: 'no gate' }
  const known = { vector, address, type, dpl: gate.dpl, ist: gateBytes === 16 ? gate.ist : 0 }
  if (!gate.isPresent) return { ...known, state: 'absent' }
  const target = linearAddress(gate.offset)
  const symbol = symbolAt(target)
  return { ...known, state: 'present', offset: target, ...(symbol !== undefined && { symbol }) }
}
