/** How a reader asks who changed something, and changes it, told once and tested in every host. */
import { expect, type Page } from '@playwright/test'
import { command, pause, screenText, type AppTest } from './app'

const register = (page: Page, name: string) => page.locator(`[data-register="${name}"]`)
const notice = (page: Page) => page.getByTestId('notices').locator('[data-kind="write"]')

/** To the registers, which may be behind another tab, and to RAX, the first below the flags. */
async function focusRegisters(page: Page): Promise<void> {
  const tab = page.getByTestId('tab-registers')
  if (await tab.isVisible()) await tab.press('Enter')
  await page.getByTestId('registers').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(register(page, 'RAX')).toBeFocused()
}

export function describeEditing(test: AppTest): void {
  test('changes a register by keyboard, and says that the reader did it', async ({
    app: { page },
  }) => {
    await command(page, 'int 3')
    await pause(page)
    await focusRegisters(page)
    await page.keyboard.press('Enter')
    await page.keyboard.type('0x12_34')
    await page.keyboard.press('Enter')
    await expect(register(page, 'RAX')).toContainText('0x0000_0000_0000_1234')
    await expect(register(page, 'RAX')).toBeFocused()
    await page.keyboard.press('w')
    await expect(notice(page)).toContainText('RAX was last changed by you')
    await expect(page.getByTestId('past')).toHaveCount(0)
  })

  test('leaves a register as it was on Escape, and refuses what does not fit', async ({
    app: { page },
  }) => {
    await command(page, 'int 3')
    await pause(page)
    await focusRegisters(page)
    const before = await register(page, 'RAX').getAttribute('aria-label')
    await page.keyboard.press('Enter')
    await page.keyboard.type('0x1_0000_0000_0000_0000')
    await page.keyboard.press('Enter')
    await expect(page.getByLabel('RAX, hex')).toHaveAttribute('aria-invalid', 'true')
    await page.keyboard.press('Escape')
    await expect(register(page, 'RAX')).toHaveAttribute('aria-label', before ?? '')
  })

  test('goes to the instruction that changed a register last', async ({ app: { page } }) => {
    await command(page, 'int 3')
    await pause(page)
    await focusRegisters(page)
    await page.keyboard.press('w')
    await expect(notice(page)).toContainText(/RAX was last changed by .*\+0x[0-9a-f]+.*, at instr/)
    await expect(page.getByTestId('past')).toBeVisible()
  })

  test('goes to the instruction that wrote a cell of the screen', async ({ app: { page } }) => {
    await command(page, 'int 3')
    await pause(page)
    const row = (await screenText(page)).split('\n').findIndex((line) => line.startsWith('! #BP'))
    const canvas = page.getByTestId('screen').locator('canvas')
    const box = await canvas.boundingBox()
    if (!box) throw new Error('the screen is not shown')
    const position = { x: (2.5 * box.width) / 80, y: ((row + 0.5) * box.height) / 25 }
    await canvas.click({ modifiers: ['Alt'], position })
    await expect(notice(page)).toContainText(`row ${row}, column 2 of the screen was last written`)
    // The machine stands before the store: the cell is still blank.
    await expect.poll(() => screenText(page)).toMatch(/^!\s*$/m)
  })
}
