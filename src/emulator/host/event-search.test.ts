/** Queries put to the kernel as it runs, and to a run that has been recorded. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseQuerySelection } from '../../shared/query/parse'
import { QueryError } from '../../shared/query/query-error'
import { instant } from '../../shared/units'
import { compileCore } from '../machine/webassembly'
import { createQueryRun, type Found, type QueryEnding } from './headless-query'
import { loadMachine } from './loaded-machine'
import { searchRecordedRun } from './recorded-search'

const root = new URL('../../../', import.meta.url)
const coreWasm = readFileSync(new URL('build/core/core.wasm', root))
const image = readFileSync(new URL('kernel/prebuilt/ringside-kernel.elf', root))
const core = compileCore(coreWasm)

const configuration = (scenario: string) => ({
  commandLine: scenario && `scenario=${scenario}`,
  memorySize: 16 * 2 ** 20,
})

const asked = (text: string) => ({ text, query: parseQuerySelection(text) })

function run(text: string, scenario: string, endsWhereFound = false) {
  const found: Found[] = []
  let serial = ''
  const machine = createQueryRun({
    coreWasm,
    name: 'kernel',
    image,
    configuration: configuration(scenario),
    maxInstructions: 3_000_000,
    query: asked(text),
    endsWhereFound,
    onFound: (one) => void found.push(one),
    onSerial: (byte) => void (serial += String.fromCharCode(byte)),
  })
  let ending: QueryEnding | undefined
  while (!ending) ending = machine.advance()
  return { found, serial, machine, ending, verdict: machine.verdict() }
}

const kinds = (found: readonly Found[]) =>
  found.map(({ record }) => [record?.kind, ...(record?.arguments ?? [])].join(' '))

describe('a query to a machine as it runs', () => {
  it('finds what the kernel did, in order', () => {
    const { found, verdict } = run('fault', 'double-fault-no-handler')
    expect(found.map(({ record }) => record?.fields['vec'])).toEqual([14n, 11n, 8n, 11n])
    expect(verdict).toMatchObject({ holds: true })
  })

  it('knows fields, places of the image and registers of the moment', () => {
    expect(run('first walk where va in vga and pa in vga.pa', '').found).toHaveLength(1)
    expect(run('first fault where rip in kernel and rip in code', 'write-code').found).toHaveLength(
      1,
    )
    expect(run('first fault PF where cr2 = reg.cr3', 'cr3-as-pointer').found).toHaveLength(1)
    expect(run('first reg cr3 where old = reg.cr3 and new != reg.cr3', '').found).toHaveLength(1)
    expect(run('first reg efer where set has LME', '').found).toHaveLength(1)
  })

  it('has the lines of the serial port in their place among the events', () => {
    const line = 'text serial where line has "still running"'
    const { found } = run(`first ${line} after first leave BP`, 'breakpoint')
    expect(kinds(found)).toEqual(['text serial'])
    const [leave] = run('first leave BP', 'breakpoint').found
    expect(Number(found[0]?.instant)).toBeGreaterThan(Number(leave?.instant))
    expect(run(`first leave BP after first ${line}`, 'breakpoint').found).toEqual([])
  })

  it('sees ports: a line of text is that many OUTs', () => {
    const { found } = run('port out where port = 0x3f8 before first text serial', '')
    const line = String.fromCharCode(...found.map(({ record }) => Number(record?.fields['value'])))
    // The first goes to the divisor latch, which shares the port.
    expect(line).toMatch(/^.Ringside kernel .*\n$/s)
    const [icw2] = run('port out where port = 0x21', '').found
    expect(icw2?.record?.fields).toEqual({ port: 0x21n, value: 0x20n, dev: 'pic1' })
    expect(run('first port in where dev = uart and value & 0x20 = 0x20', '').found).toHaveLength(1)
  })

  it('ends with the guest’s exit', () => {
    expect(run('only exit', 'nothing-of-that-name').verdict?.holds).toBe(false)
  })

  it('knows the line of an interrupt, and what woke the processor', () => {
    const { found } = run('first unhalt after first irq 0 ack', '')
    expect(found[0]?.record?.fields['vec']).toBe(0x20n)
    expect(run('irq 5 ack', '').verdict).toMatchObject({ holds: false })
  })

  it('throws what a condition cannot know, and no sooner than it is asked', () => {
    expect(() => run('fault where cr2 in heap', 'breakpoint-that-is-none')).not.toThrow()
    expect(() => run('fault where cr2 in heap', 'write-code')).toThrow(QueryError)
    expect(() => run('fault where cr2 in heap', 'write-code')).toThrow("Where 'heap' lies")
  })

  it('finds registers, memory and structures as they were at each event', () => {
    // Two bytes at RIP are UD2, and the gate of #UD is there; nothing lies at address 0.
    expect(run('fault where mem16(rip) = 0x0b0f', 'invalid-opcode').found).toHaveLength(1)
    expect(run('fault where mem16(rip) = 0x0b0f', 'divide-error').found).toHaveLength(0)
    expect(
      run('fault UD where idt[6].p = 1 and idt[6].type = 14', 'invalid-opcode').found,
    ).toHaveLength(1)
    expect(run('fault where rip = mem64(0)', 'write-code').found).toEqual([])
    expect(run('each fault DE where reg.rcx = 0', 'divide-error').found).toHaveLength(5)
    expect(
      run('first enter UD where rsp in stack and reg.cpl = 0', 'invalid-opcode').found,
    ).toHaveLength(1)
    expect(
      run('first enter DF where rsp in ist1 and pic1.base = 0x20', 'stack-overflow').found,
    ).toHaveLength(1)
  })

  it('can be about more than can be kept, a part of the stretch at a time', () => {
    const { found, verdict } = run('each read before first text serial', 'breakpoint')
    expect(verdict).toMatchObject({ holds: true })
    expect(found.length).toBeGreaterThan(1000)
    const { found: all } = run('last read where size = 8', 'write-code')
    expect(all).toHaveLength(1)
  })

  it('comes back from the past as if it had not been there', () => {
    const { machine, found } = run('each fault where mem16(rip) = 0x0b0f', 'invalid-opcode')
    const plain = loadMachine(core, 'kernel', image, configuration('invalid-opcode'))
    plain.machine.run(machine.loaded.machine.instant())
    expect(machine.loaded.machine.stateHash()).toBe(plain.machine.stateHash())
    expect(found).toHaveLength(1)
  })
})

describe('a run that ends where a query finds something', () => {
  it.each([
    ['first fault PF', 'write-code'],
    ['last fault before first shutdown', 'double-fault-no-handler'],
    ['2nd reg cr3', ''],
    ['first leave BP -3 insn', 'breakpoint'],
  ])('stands at %s of %s as any run stands at that instant', (text, scenario) => {
    const { machine, found, ending } = run(text, scenario, true)
    expect(ending).toEqual({ reason: 'found' })
    const stands = machine.loaded.machine
    expect(stands.instant()).toBe(found[0]?.instant)
    const other = loadMachine(core, 'kernel', image, configuration(scenario)).machine
    other.run(stands.instant())
    expect(stands.stateHash()).toBe(other.stateHash())
  })

  it('has told no byte from behind that moment', () => {
    const { serial } = run('first fault PF', 'write-code', true)
    expect(serial).toContain('== write-code')
    expect(serial).not.toContain('#PF')
    expect(run('no shutdown', 'write-code', true).serial).toContain('! #PF')
  })
})

describe('a query to a recorded run', () => {
  function search(text: string, here?: number) {
    const loaded = loadMachine(core, 'kernel', image, configuration('double-fault-no-handler'))
    loaded.timeline.run(1_000_000)
    loaded.timeline.seek(instant(here ?? loaded.timeline.end()))
    const before = [loaded.machine.instant(), loaded.machine.stateHash()]
    const steps = searchRecordedRun(loaded, asked(text))
    let step = steps.next()
    while (!step.done) step = steps.next()
    expect([loaded.machine.instant(), loaded.machine.stateHash()]).toEqual(before)
    return step.value
  }

  it('finds the same as the first time, and leaves the machine where it stood', () => {
    const { found } = run('each reg', 'double-fault-no-handler')
    const again = search('each reg').found
    expect(found.length).toBeGreaterThan(5)
    expect(again.map(({ record }) => record)).toEqual(found.map(({ record }) => record))
  })

  it('takes this for where the machine stands', () => {
    const [first, second] = search('reg cr3').found.map((one) => Number(one.instant))
    expect(search('last reg cr3 before this', second).found[0]?.instant).toBe(first)
    expect(search('first reg cr3 after this', first).found[0]?.instant).toBe(second)
    expect(search('first reg cr3 after this').found).toEqual([])
  })

  it('can be given up', () => {
    const loaded = loadMachine(core, 'kernel', image, configuration(''))
    loaded.timeline.run(2_000_000)
    const hash = loaded.machine.stateHash()
    const steps = searchRecordedRun(loaded, asked('each walk'))
    steps.next()
    steps.return({ found: [], holds: false })
    expect(loaded.machine.stateHash()).toBe(hash)
  })
})
