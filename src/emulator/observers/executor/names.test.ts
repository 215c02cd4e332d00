import { describe, expect, it } from 'vitest'
import {
  isPollFunction,
  isWakerClone,
  lastPart,
  nameOfPoll,
  nameOfType,
  wakerTarget,
} from './names'

describe('the name of a future', () => {
  it('is that of its function', () => {
    const type = 'ringside_kernel::shell::converse::{async_fn_env#0}'
    expect(nameOfType(type)).toEqual({ name: 'converse', isBlock: false })
    expect(nameOfType('offset::serve::{async_fn_env#0}<u8>')).toEqual({
      name: 'serve',
      isBlock: false,
    })
  })

  it('is that of the function around an async block', () => {
    expect(nameOfType('bare::main::{async_block_env#3}')).toEqual({ name: 'main', isBlock: true })
  })

  it('is the type, where somebody wrote `poll` by hand', () => {
    const inner =
      'core::future::poll_fn::PollFn<task::input::next_byte::{async_fn#0}::{closure_env#0}>'
    expect(nameOfType(inner).name).toBe('PollFn')
    expect(nameOfPoll('<timer::Sleep as core::future::future::Future>::poll').name).toBe('Sleep')
  })

  it('comes from the symbol where no types are known, in both manglings', () => {
    expect(nameOfPoll('tasks::count::{closure#0}').name).toBe('count')
    expect(nameOfPoll('tasks::count::{{closure}}').name).toBe('count')
    expect(nameOfPoll('<app::Clock>::tick::{closure#0}').name).toBe('tick')
  })
})

it('knows the functions that can poll a future', () => {
  expect(isPollFunction('shell::converse::{closure#0}')).toBe(true)
  expect(isPollFunction('<timer::Sleep as core::future::future::Future>::poll')).toBe(true)
  const shim =
    '<app::run::{closure#1} as core::ops::function::FnOnce<()>>::call_once::{shim:vtable#0}'
  expect(isPollFunction(shim)).toBe(false)
  expect(isPollFunction('core::fmt::Write::write_str')).toBe(false)
})

it('knows the function that copies a waker, and the type behind it', () => {
  const clone = 'alloc::task::raw_waker::clone_waker::<offset::tasks::Bell>'
  expect(isWakerClone(clone)).toBe(true)
  expect(wakerTarget(clone)).toBe('offset::tasks::Bell')
  expect(isWakerClone('kernel::task::dummy_raw_waker::clone')).toBe(true)
  expect(isWakerClone('kernel::task::clone_waker')).toBe(true)
  expect(isWakerClone('kernel::cyclone')).toBe(false)
})

it('leaves the parameters of a path away', () => {
  expect(lastPart('futures_util::stream::stream::next::Next<offset::input::ScanCodes>')).toBe(
    'Next',
  )
  expect(lastPart('a::b::<c::D>::{closure#0}')).toBe('b')
})
