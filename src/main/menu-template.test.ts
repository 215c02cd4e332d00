/** The menu as data: every command of the page is in it, with a key of its own. */
import { describe, expect, it, vi } from 'vitest'
import type { MenuItemConstructorOptions } from 'electron'
import { MENU_ACTIONS } from '../shared/app/desktop'
import { menuTemplate, type RecentMenu } from './menu-template'

const NO_RECENT: RecentMenu = { files: [], open: () => {}, clear: () => {} }

const itemsOf = (items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  items.flatMap((item) => [
    item,
    ...(Array.isArray(item.submenu) ? itemsOf(item.submenu as MenuItemConstructorOptions[]) : []),
  ])

describe.each(['linux', 'darwin', 'win32'])('on %s', (platform) => {
  it('has every action once, and each sends its own name', () => {
    const send = vi.fn()
    const items = itemsOf(menuTemplate(platform, send, NO_RECENT))
    for (const action of MENU_ACTIONS) {
      const [item, ...others] = items.filter(({ id }) => id === action)
      expect(others).toEqual([])
      item?.click?.(undefined as never, undefined, undefined as never)
      expect(send).toHaveBeenLastCalledWith(action)
    }
  })

  it('gives no key to two items', () => {
    const keys = itemsOf(menuTemplate(platform, () => {}, NO_RECENT)).flatMap(
      (item) => item.accelerator ?? [],
    )
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('has the recent files, named with their places, and opens one by its id', () => {
    const open = vi.fn()
    const clear = vi.fn()
    const files = [{ id: 'file-1', name: 'R&D', place: '~/kernels' }]
    const items = itemsOf(menuTemplate(platform, () => {}, { files, open, clear }))
    const click = (id: string) =>
      items
        .find((item) => item.id === id)
        ?.click?.(undefined as never, undefined, undefined as never)
    expect(items.find(({ id }) => id === 'file-1')?.label).toBe('R&&D (~/kernels)')
    click('file-1')
    expect(open).toHaveBeenCalledWith('file-1')
    click('clear-recent')
    expect(clear).toHaveBeenCalledOnce()
  })

  it('has nothing to clear when there are none', () => {
    const items = itemsOf(menuTemplate(platform, () => {}, NO_RECENT))
    expect(items.find(({ id }) => id === 'clear-recent')?.enabled).toBe(false)
  })
})
