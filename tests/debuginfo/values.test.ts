/** Values read out of a program's memory, against what the program itself printed of them. */
import { describe, expect, it } from 'vitest'
import { bytesOf } from '../../src/shared/state-edit'
import { linearAddress } from '../../src/shared/units'
import { BUILDS, lines, openRecorded } from './recorded'

describe.each(BUILDS)('values of the %s build', (build) => {
  const { debugInfo, readMemory } = openRecorded(build)

  it.each(lines(`${build}.values.txt`).map((line) => line.split('\t')))(
    'prints %s as Rust does: %s',
    (name, text) => {
      const variable = debugInfo.readStatic(`main::values::${name}`, readMemory)
      expect(variable?.value?.text).toBe(text)
    },
  )

  it('names types as Rust does', () => {
    const typeOf = (name: string) => debugInfo.readStatic(`main::values::${name}`, readMemory)?.type
    expect(typeOf('GRID')).toBe('core::option::Option<[[u8; 2]; 3]>')
    expect(typeOf('PAIR')).toBe(
      'core::option::Option<main::values::Pair<main::values::Point, core::option::Option<u8>>>',
    )
  })

  it('gives the parts of a value with their addresses', () => {
    const point = debugInfo.readStatic('main::values::POINT', readMemory)?.value?.children[0]?.value
    expect(point?.children.map(({ name, value }) => [name, value.type, value.text])).toEqual([
      ['x', 'i32', '1'],
      ['y', 'i32', '-2'],
    ])
    const [x, y] = point?.children ?? []
    expect(Number(y?.value.address) - Number(x?.value.address)).toBe(4)
  })

  it('opens every value into the parts that reading it whole gives', () => {
    const cut = (text = '') => text.slice(0, 30)
    for (const { name } of debugInfo.statics()) {
      const opened = debugInfo.openStatic(name, readMemory)
      const whole = debugInfo.readStatic(name, readMemory)?.value
      expect(cut(opened?.text())).toBe(cut(whole?.text))
      const parts = Array.from({ length: Math.min(opened?.count() ?? 0, 8) }, (_, index) =>
        opened?.part(index),
      )
      expect(parts.map((part) => part && [part.name, part.type])).toEqual(
        whole?.children.slice(0, 8).map(({ name, value }) => [name, value.type]),
      )
    }
  })

  it('opens a chain as far as one likes, also one that bites its own tail', () => {
    const list = debugInfo.openStatic('main::values::CHAIN', readMemory)?.part(0)
    const next = list?.part(list.count() - 1)
    expect(next?.name).toBe('next')
    const itself: typeof readMemory = (address, length) =>
      address === next?.address
        ? Uint8Array.from(bytesOf(list?.address ?? 0n, length))
        : readMemory(address, length)
    let node = debugInfo.openStatic('main::values::CHAIN', itself)
    let links = 0
    for (; node && node.count() > 0 && links < 500; links++) {
      expect(node.text().length).toBeLessThan(300)
      node = node.part(node.count() - 1)
    }
    expect(links).toBe(500)
  })

  it('lists every static with its address', () => {
    const names = debugInfo.statics().map(({ name }) => name)
    for (const line of lines(`${build}.values.txt`)) {
      expect(names).toContain(`main::values::${line.split('\t')[0]}`)
    }
    expect(names.filter((name) => name.includes('vtable'))).toEqual([])
    const counter = debugInfo.statics().find(({ name }) => name === 'main::values::COUNTER')
    expect(debugInfo.locate(counter?.address ?? 0n)).toBe('main::values::COUNTER')
  })

  it('reads a value of a named type at any address', () => {
    const point = debugInfo.statics().find(({ name }) => name === 'main::values::POINT')
    // `Option<Point>` keeps its discriminant in a word before the point.
    const address = linearAddress((point?.address ?? 0n) + 4n)
    expect(debugInfo.readValue('main::values::Point', address, readMemory)?.text).toBe(
      'Point { x: 1, y: -2 }',
    )
    expect(debugInfo.readValue('main::values::Absent', address, readMemory)).toBeUndefined()
  })

  it('knows the layout of a structure', () => {
    expect(debugInfo.layoutOf('main::calls::Wide')).toEqual({
      name: 'main::calls::Wide',
      size: 16,
      members: [
        { name: 'left', type: 'i64', offset: 0, size: 8 },
        { name: 'right', type: 'i64', offset: 8, size: 8 },
      ],
    })
  })

  it('shows what a guard would hide', () => {
    const guarded = debugInfo.readStatic('main::values::GUARDED', readMemory)
    expect(guarded?.value?.text).toBe("Pair { first: 3, second: 'g' }")
  })

  it('says so where nothing is mapped', () => {
    const value = debugInfo.readValue('main::values::Point', linearAddress(0x10n), readMemory)
    expect(value?.text).toBe('Point { x: <not mapped>, y: <not mapped> }')
  })
})
