/** How functions are named in a drawing. */
import { expect, it } from 'vitest'
import { functionName, lastNames } from './symbol-words'

it('keeps the last two parts, without the path and the arguments of types', () => {
  expect(lastNames('kernel::memory::paging::map')).toBe('paging::map')
  expect(lastNames('<vga_text::Screen as core::fmt::Write>::write_str+0x5c')).toBe(
    'Screen::write_str+0x5c',
  )
  expect(lastNames('<task::Executor<core::pin::Pin<u8>>>::run')).toBe('Executor::run')
  expect(lastNames('core::ptr::write_volatile::<u16>+0x32')).toBe('ptr::write_volatile+0x32')
  expect(lastNames('<lock::Lock<T>>::with_interrupts_off::<U, {closure#1}>::{closure#0}')).toBe(
    'with_interrupts_off::{closure#0}',
  )
})

it('names a function by itself, also where the compiler has given it a body of its own', () => {
  expect(functionName('kernel::task::waker_executor::run')).toBe('run')
  expect(functionName('kernel::shell::converse::{async_fn#0}')).toBe('converse')
})
