import { expect, it } from 'vitest'
import type { MachineEvent } from '../../shared/events'
import type { ImageMap } from '../../shared/models/image-map'
import { instant, linearAddress } from '../../shared/units'
import { createImageMapObserver, type ImageReader } from './image-map'

const PROTECTED = { cr0: 0x11n, cr3: 0n, cr4: 0n, efer: 0n }
const LONG = { cr0: 0x8000_0011n, cr3: 0x1000n, cr4: 0x20n, efer: 0x500n }

function createBoot(entry: ImageReader['entry']) {
  let mode: ImageMap['mode'] = entry === LONG ? 64 : 32
  let now = 0
  const observer = createImageMapObserver({
    entry,
    symbolAt: () => 'start+0x4',
    look: () => ({
      instant: instant(now),
      loader: 'PVH',
      entry: linearAddress(0x10_0000n),
      firstRip: linearAddress(0x10_0000n),
      rip: linearAddress(0x10_0000n),
      mode,
      segments: [],
      pieces: [],
      pointers: {},
      locks: [],
      memorySize: 1 << 27,
    }),
  })
  const write = (register: string, old: bigint, value: bigint) =>
    observer.observe({
      ...{ topic: 'control', type: 'control.register-written', register, old, new: value },
      instant: instant((now += 1)),
      rip: linearAddress(BigInt(now)),
    } as MachineEvent)
  return { observer, write, enter: (next: ImageMap['mode']) => void (mode = next) }
}

const statesOf = ({ observer }: ReturnType<typeof createBoot>) =>
  observer.model().rungs.map(({ name, state }) => `${name} ${state}`)

it('knows what the loader has done', () => {
  expect(statesOf(createBoot(PROTECTED))).toEqual([
    'PE entry',
    'PAE pending',
    'CR3 pending',
    'LME pending',
    'PG pending',
    'L pending',
  ])
  expect(statesOf(createBoot(LONG)).every((state) => state.endsWith('entry'))).toBe(true)
})

it('tells the steps in the order in which code takes them, with who took each', () => {
  const boot = createBoot(PROTECTED)
  boot.write('CR3', 0n, 0x10_1000n)
  boot.write('CR4', 0n, 0x20n)
  boot.write('IA32_EFER', 0n, 0x900n)
  boot.write('CR0', 0x11n, 0x8001_0011n)
  expect(statesOf(boot)).toEqual(['PE entry', 'CR3 done', 'PAE done', 'LME done', 'PG done', 'L pending']) // prettier-ignore
  expect(boot.observer.model().rungs[2]).toMatchObject({ instant: 2, rip: 2n, old: 0n, value: 0x20n, symbol: 'start+0x4' }) // prettier-ignore
  boot.enter(64)
  expect(statesOf(boot).at(-1)).toBe('L done')
})

it('keeps the first time, whatever is written later', () => {
  const boot = createBoot(PROTECTED)
  boot.write('CR3', 0n, 0x10_1000n)
  boot.write('CR3', 0x10_1000n, 0x10_2000n)
  boot.write('CR4', 0n, 0x20n)
  boot.write('CR4', 0x20n, 0x6a0n)
  expect(boot.observer.model().rungs.map(({ instant: at }) => at)).toEqual([undefined, 1, 3, undefined, undefined, undefined]) // prettier-ignore
})

it('takes up a state that it gave out', () => {
  const boot = createBoot(PROTECTED)
  const saved = structuredClone(boot.observer.save())
  boot.write('CR3', 0n, 0x10_1000n)
  const revision = boot.observer.revision()
  boot.observer.restore(saved)
  expect(statesOf(boot)[1]).toBe('PAE pending')
  expect(boot.observer.revision()).not.toBe(revision)
})
