/**
 * Keys as the system gives them to a window: first to its page, and those that the page leaves alone to the menu.
 * What Playwright presses stays in the page.
 */
import type { ElectronApplication, Page } from '@playwright/test'

const MODIFIERS: Readonly<Record<string, string>> = {
  Control: 'control',
  Shift: 'shift',
  Alt: 'alt',
}
const CODES: Readonly<Record<string, string>> = { Slash: '/', Backslash: '\\' }

/** `Control+Shift+Slash` as the menu's items have it: `CmdOrCtrl+Shift+/`. */
function acceleratorOf(stroke: string): string {
  const parts = stroke.split('+')
  const key = parts.pop() ?? ''
  const modifiers = parts.map((part) => (part === 'Control' ? 'CmdOrCtrl' : part))
  return [...modifiers, CODES[key] ?? key.toUpperCase()].join('+')
}

/** From here on `page.keyboard` gives the keys that the menu has to the window. */
export async function pressMenuKeys(electron: ElectronApplication, page: Page): Promise<void> {
  const inMenu = new Set(
    await electron.evaluate(({ Menu }) => {
      const keysOf = (menu: Electron.Menu | null | undefined): string[] =>
        (menu?.items ?? []).flatMap((item) =>
          item.submenu ? keysOf(item.submenu) : (item.accelerator?.toString() ?? []),
        )
      return keysOf(Menu.getApplicationMenu())
    }),
  )
  const pressInPage = page.keyboard.press.bind(page.keyboard)
  page.keyboard.press = async (stroke, options) => {
    const accelerator = acceleratorOf(stroke)
    if (!inMenu.has(accelerator)) return pressInPage(stroke, options)
    const modifiers = stroke.split('+').flatMap((part) => MODIFIERS[part] ?? [])
    const keyCode = accelerator.split('+').at(-1) ?? ''
    await electron.evaluate(
      ({ BrowserWindow }, key) => {
        const [window] = BrowserWindow.getAllWindows()
        window?.webContents.focus()
        for (const type of ['keyDown', 'keyUp'] as const) {
          window?.webContents.sendInputEvent({ type, ...key })
        }
      },
      { keyCode, modifiers: modifiers as NonNullable<Electron.InputEvent['modifiers']> },
    )
  }
}
