import { describe, expect, it } from 'vitest'
import { linearAddress } from '../../shared/units'
import { spinLocks } from './spin-locks'

const MUTEX = 'spin::mutex::Mutex<kernel::Writer, spin::relax::Spin>'
const CELL = `core::cell::UnsafeCell<core::mem::maybe_uninit::MaybeUninit<${MUTEX}>>`

/** As rustc 1.96 describes them: each type by the one member that matters, and where that lies. */
const LAYOUTS: Readonly<Record<string, readonly [type: string, offset: number]>> = {
  [`lazy_static::lazy::Lazy<${MUTEX}>`]: [`spin::once::Once<${MUTEX}, spin::relax::Spin>`, 0],
  [`spin::once::Once<${MUTEX}, spin::relax::Spin>`]: [CELL, 8],
  [CELL]: [`core::mem::maybe_uninit::MaybeUninit<${MUTEX}>`, 0],
  [`core::mem::maybe_uninit::MaybeUninit<${MUTEX}>`]: [
    `core::mem::manually_drop::ManuallyDrop<${MUTEX}>`,
    0,
  ],
  [`core::mem::manually_drop::ManuallyDrop<${MUTEX}>`]: [
    `core::mem::maybe_dangling::MaybeDangling<${MUTEX}>`,
    0,
  ],
  [`core::mem::maybe_dangling::MaybeDangling<${MUTEX}>`]: [MUTEX, 0],
  [MUTEX]: ['spin::mutex::spin::SpinMutex<kernel::Writer, spin::relax::Spin>', 0],
  'spin::mutex::spin::SpinMutex<kernel::Writer, spin::relax::Spin>': [
    'core::sync::atomic::Atomic<bool>',
    4,
  ],
}

const locksAmong = (...statics: readonly (readonly [name: string, type: string])[]) =>
  spinLocks({
    debugInfo: {
      statics: () =>
        statics.map(([name, type]) => ({ name, type, address: linearAddress(0x1000n) })),
      layoutOf: (type: string) => {
        const [member, offset] = LAYOUTS[type] ?? []
        return member && { size: 32, members: [{ name: 'inner', offset, type: member }] }
      },
    } as never,
  })

describe('the spin locks of an image', () => {
  it('are found in statics, by the name that queries use', () => {
    expect(locksAmong(['kernel::interrupts::PICS', MUTEX])).toEqual([
      { name: 'pics', word: 0x1004n },
    ])
  })

  it('are found in what lazy_static makes, under the name that the program gave it', () => {
    const name = '<kernel::vga_buffer::WRITER as core::ops::deref::Deref>::deref::__stability::LAZY'
    expect(locksAmong([name, `lazy_static::lazy::Lazy<${MUTEX}>`])).toEqual([
      { name: 'writer', word: 0x100cn },
    ])
  })

  it('are not looked for in what is no lock', () => {
    expect(locksAmong(['kernel::TICKS', 'core::sync::atomic::Atomic<bool>'])).toEqual([])
  })
})
