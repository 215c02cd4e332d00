/** The menu as data: every command of the page is in it, with a key of its own. */
import { describe, expect, it, vi } from 'vitest'
import type { MenuItemConstructorOptions } from 'electron'
import { MENU_ACTIONS } from '../shared/app/desktop'
import { menuTemplate } from './menu-template'

const itemsOf = (items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  items.flatMap((item) => [
    item,
    ...(Array.isArray(item.submenu) ? itemsOf(item.submenu as MenuItemConstructorOptions[]) : []),
  ])

describe.each(['linux', 'darwin', 'win32'])('on %s', (platform) => {
  it('has every action once, and each sends its own name', () => {
    const send = vi.fn()
    const items = itemsOf(menuTemplate(platform, send))
    for (const action of MENU_ACTIONS) {
      const [item, ...others] = items.filter(({ id }) => id === action)
      expect(others).toEqual([])
      item?.click?.(undefined as never, undefined, undefined as never)
      expect(send).toHaveBeenLastCalledWith(action)
    }
  })

  it('gives no key to two items', () => {
    const keys = itemsOf(menuTemplate(platform, () => {})).flatMap((item) => item.accelerator ?? [])
    expect(new Set(keys).size).toBe(keys.length)
  })
})
