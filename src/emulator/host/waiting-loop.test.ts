import { describe, expect, it } from 'vitest'
import { linearAddress } from '../../shared/units'
import type { LoadedMachine } from './loaded-machine'
import { waitingLoop } from './waiting-loop'

const RET = 0xc3
/** 0x8000: a call of what is at 0x8100, and a jump back to it. */
const LOOP = [0xe8, 0xfb, 0x00, 0x00, 0x00, 0xeb, 0xf9]
const MUTEX = 'spin::mutex::spin::SpinMutex<kernel::Writer>'
const LOCK = `<${MUTEX}>::lock`
const IS_LOCKED = `<${MUTEX}>::is_locked`

/** A kernel without optimisation, stopped in the first of these functions, which the others have called. */
function stoppedIn(
  frames: readonly string[],
  { word = 1, self = 0x1000n, code = [RET], called = '' } = {},
) {
  return {
    machine: {
      isHalted: () => false,
      processor: () => ({ rip: 0x8000n, mode: 64, general: [] }),
      readLinear: (address: bigint, length: number) =>
        address === 0x8000n
          ? Uint8Array.from({ length }, (_, at) => code[at] ?? RET)
          : new Uint8Array(length).fill(word),
    },
    debugInfo: {
      framesAt: (address: bigint) => (address === 0x8100n ? [{ function: called }] : []),
      backtrace: () => frames.map((name) => ({ function: name })),
      locals: (_: unknown, index: number) =>
        frames[index] === LOCK
          ? [{ name: 'self', value: { children: [{ name: '*', value: { address: self } }] } }]
          : [],
      statics: () => [{ name: 'kernel::WRITER', type: MUTEX, address: linearAddress(0x1000n) }],
      layoutOf: () => ({ members: [{ offset: 0, type: 'core::sync::atomic::Atomic<bool>' }] }),
    },
  } as unknown as LoadedMachine
}

describe('a wait for a spin lock without optimisation', () => {
  it('is known by the calls on the stack', () => {
    const lock = { kind: 'lock', name: 'writer', word: 0x1000n }
    const load = '<core::sync::atomic::Atomic<bool>>::load'
    expect(waitingLoop(stoppedIn([load, IS_LOCKED, LOCK, 'kernel::print']))).toEqual(lock)
    const relax = '<spin::relax::Spin as spin::relax::RelaxStrategy>::relax'
    expect(waitingLoop(stoppedIn(['core::hint::spin_loop', relax, LOCK]))).toEqual(lock)
  })

  it('is known by what the loop around RIP calls, between two of those calls', () => {
    const looking = stoppedIn([LOCK], { code: LOOP, called: IS_LOCKED })
    expect(waitingLoop(looking)).toMatchObject({ kind: 'lock', name: 'writer' })
    const trying = stoppedIn([LOCK], { code: LOOP, called: `<${MUTEX}>::try_lock_weak` })
    expect(waitingLoop(trying)).toBeUndefined()
  })

  it('is not seen where the lock may just have been got', () => {
    expect(waitingLoop(stoppedIn([LOCK, 'kernel::print']))).toBeUndefined()
    expect(waitingLoop(stoppedIn([`<${MUTEX}>::try_lock_weak`, LOCK]))).toBeUndefined()
  })

  it('is over when the lock is open, and is one for no other lock', () => {
    expect(waitingLoop(stoppedIn([IS_LOCKED, LOCK], { word: 0 }))).toBeUndefined()
    expect(waitingLoop(stoppedIn([IS_LOCKED, LOCK], { self: 0x2000n }))).toBeUndefined()
  })
})
