/** The keys of the browser's host are those of the desktop's menu. */
import { expect, it } from 'vitest'
import { menuActionOf } from './app-keys'

const stroke = (code: string, modifiers = {}) => ({
  code,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...modifiers,
})

it.each([
  [stroke('F5'), 'run-or-pause'],
  [stroke('F10'), 'step'],
  [stroke('KeyE', { ctrlKey: true }), 'export-svg'],
  [stroke('KeyE', { metaKey: true }), 'export-svg'],
  [stroke('KeyR', { ctrlKey: true, shiftKey: true }), 'reset'],
  [stroke('Slash', { ctrlKey: true, shiftKey: true }), 'explain'],
  [stroke('KeyR', { ctrlKey: true }), 'reload-kernel'],
  [stroke('F5', { shiftKey: true }), 'run-back'],
  [stroke('F8'), 'step-over'],
  [stroke('F8', { shiftKey: true }), 'step-over-back'],
  [stroke('F12'), 'next-sub-step'],
  [stroke('F12', { shiftKey: true }), 'previous-sub-step'],
  [stroke('F6', { shiftKey: true }), undefined],
  [stroke('F10', { altKey: true }), undefined],
  [stroke('KeyA'), undefined],
])('%j means %s', (pressed, action) => {
  expect(menuActionOf(pressed)).toBe(action)
})
