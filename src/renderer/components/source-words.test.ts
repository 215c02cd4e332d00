/** How functions are named in a narrow pane. */
import { expect, it } from 'vitest'
import { shortFunction, splitFunction } from './source-words'

it('leaves generic arguments out, and keeps the type of an implementation', () => {
  expect(shortFunction('alloc::vec::Vec<u8, alloc::alloc::Global>::push')).toBe(
    'alloc::vec::Vec<…>::push',
  )
  expect(shortFunction('<kernel::task::Executor>::run')).toBe('<kernel::task::Executor>::run')
  expect(shortFunction('<Vec<u8> as core::fmt::Debug>::fmt')).toBe(
    '<Vec<…> as core::fmt::Debug>::fmt',
  )
  expect(shortFunction('call<fn() -> u8>')).toBe('call<…>')
})

it('cuts a path before its last two parts', () => {
  expect(splitFunction('kernel::task::waker_executor::run')).toEqual({
    path: 'kernel::task::',
    last: 'waker_executor::run',
  })
  expect(splitFunction('<kernel::task::Executor>::run')).toEqual({
    path: '',
    last: '<kernel::task::Executor>::run',
  })
  expect(splitFunction('_start')).toEqual({ path: '', last: '_start' })
})
