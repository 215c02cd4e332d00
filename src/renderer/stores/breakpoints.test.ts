// @vitest-environment jsdom
/** Which of two code panes the key for a breakpoint means. */
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { linearAddress } from '../../shared/units'
import { useBreakpointsStore } from './breakpoints'
import { useDebugStore } from './debug'
import { useMachineStore } from './machine'

const address = (at: bigint) => ({ type: 'address', address: linearAddress(at) }) as const
const line = (number: number) => ({ file: 'src/main.rs', line: number, column: 1 })
const lineBreakpoint = (number: number) => ({
  type: 'line',
  source: { file: 'src/main.rs' },
  line: number,
})

describe('the place that a breakpoint is set at', () => {
  const toggled = vi.fn()
  beforeEach(() => {
    setActivePinia(createPinia())
    toggled.mockClear()
    vi.spyOn(useMachineStore(), 'toggleBreakpoint').mockImplementation(toggled)
  })

  const toggledNow = () => {
    useBreakpointsStore().toggleHere()
    return toggled.mock.lastCall?.[0] as unknown
  }

  it('is the line of the source before any pane had the focus', () => {
    useBreakpointsStore().follow(address(0x1000n))
    useBreakpointsStore().follow(line(3))
    expect(toggledNow()).toEqual(lineBreakpoint(3))
  })

  it('stays an instruction when the source moves beside it', () => {
    useBreakpointsStore().aim(address(0x1000n))
    useBreakpointsStore().follow(line(3))
    expect(toggledNow()).toEqual(address(0x1000n))
  })

  it('goes with the machine in the pane that had the focus', () => {
    useBreakpointsStore().aim(address(0x1000n))
    useBreakpointsStore().follow(address(0x1004n))
    expect(toggledNow()).toEqual(address(0x1004n))
  })

  it('is the source that somebody asks for from elsewhere', () => {
    useBreakpointsStore().aim(address(0x1000n))
    useDebugStore().showSource(line(7))
    expect(toggledNow()).toEqual(lineBreakpoint(7))
  })

  it('is a line again when the disassembly is closed', () => {
    useBreakpointsStore().aim(address(0x1000n))
    useBreakpointsStore().forget('address')
    useBreakpointsStore().follow(line(4))
    expect(toggledNow()).toEqual(lineBreakpoint(4))
  })
})
