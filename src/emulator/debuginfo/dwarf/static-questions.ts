/** The statics of a program, and values at any address of its memory. */
import { linearAddress } from '../../../shared/units'
import type { Unit } from './entry'
import { leavesOf, type Leaves } from './leaves'
import { Attribute } from './names'
import { valueReaderOf, type ProgramParts } from './program-parts'
import type { StaticRoot, StaticSummary, StoppedProgram, VtableSummary } from './stopped-program'
import { typeName } from './type-reader'
import { createValueNodes } from './value-nodes'
import { declarationOf } from './variables'

type StaticQuestions = Pick<
  StoppedProgram,
  | 'openStatic'
  | 'readMoreStatics'
  | 'statics'
  | 'staticRoots'
  | 'readStatic'
  | 'readValue'
  | 'leavesOf'
  | 'vtables'
>

export function staticQuestions(parts: ProgramParts): StaticQuestions {
  const { program, sources, statics, types, typeSearch } = parts
  const { meter } = program

  return {
    openStatic(name, readMemory) {
      const open = createValueNodes(valueReaderOf(parts, readMemory), meter)
      return meter.answer(undefined, () => {
        const found = statics.named(name)
        return found && open(name, found.type, { kind: 'memory', address: found.address })
      })
    },

    readMoreStatics: () => meter.answer(true, statics.readMore),

    statics: () =>
      meter.answer<readonly StaticSummary[]>([], () =>
        statics.all().map(({ name, address, type, entry }) => ({
          name,
          type: typeName(type),
          unit: unitName(entry.unit),
          address: linearAddress(address),
        })),
      ),

    staticRoots: () =>
      meter.answer<readonly StaticRoot[]>([], () =>
        statics.all().map(({ name, address, type }) => ({
          name,
          address: linearAddress(address),
          type,
        })),
      ),

    readStatic(name, readMemory) {
      return meter.answer(undefined, () => {
        const found = statics.named(name)
        if (!found) return undefined
        const place = { kind: 'memory', address: found.address } as const
        const value = valueReaderOf(parts, readMemory).read(found.type, place)
        const source = declarationOf(found.entry, sources)
        return { name, type: value.type, isParameter: false, ...(source && { source }), value }
      })
    },

    readValue(type, address, readMemory) {
      return meter.answer(undefined, () => {
        const entry = typeSearch.named(type)
        return entry && valueReaderOf(parts, readMemory).read(entry, { kind: 'memory', address })
      })
    },

    leavesOf: (type, { address, count, most }, readMemory) =>
      meter.answer<Leaves>({ leaves: [], more: 0 }, () =>
        leavesOf(type, address, count, most, {
          types,
          values: valueReaderOf(parts, readMemory),
          readMemory,
        }),
      ),

    vtables(trait) {
      const ending = ` as ${trait}>::{vtable}`
      return meter.answer<readonly VtableSummary[]>([], () =>
        statics
          .vtables()
          .filter(({ name }) => name.startsWith('<') && name.endsWith(ending))
          .map(({ name, address }) => ({
            type: name.slice(1, -ending.length),
            address: linearAddress(address),
          })),
      )
    },
  }
}

/** Rust's units are named `path/@/number of the part`. */
const unitName = (unit: Unit): string =>
  unit.meter.answer('', () => unit.root().text(Attribute.name) ?? '').replace(/\/@\/.*$/, '')
