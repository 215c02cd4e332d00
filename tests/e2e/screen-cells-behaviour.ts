/** How a reader finds out what the bytes of a cell mean and who wrote it, told once and tested in every host. */
import { expect } from '@playwright/test'
import { command, diagramWords, pause, waitForPrompt, type AppTest } from './app'

export function describeScreenCells(test: AppTest): void {
  test('shows a cell beside its bytes, and goes to who wrote it', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await page.getByTestId('tab-screen-cells').click()
    await expect(page.getByTestId('diagram')).toHaveAttribute('data-topic', 'screen-cells')
    await command(page, 'ticks')
    await pause(page)
    await expect(page.getByTestId('screen-store-list').getByRole('option')).not.toHaveCount(0)
    const picture = page.getByTestId('diagram').locator('svg')
    await picture.focus()
    await page.keyboard.press('Control+ArrowUp')
    await expect.poll(() => diagramWords(page)).toMatch(/^Row \d+, column \d+ holds/)
    for (let row = 0; row < 25; row += 1) await page.keyboard.press('Control+ArrowUp')
    for (let column = 0; column < 80; column += 1) await page.keyboard.press('Control+ArrowLeft')
    await expect.poll(() => diagramWords(page)).toContain("Row 0, column 0 holds 'R'")
    await expect(page.getByTestId('diagram')).toContainText('0x52 = 82')
    await page.keyboard.press('w')
    await expect(page.getByTestId('past')).toBeVisible()
    await expect.poll(() => diagramWords(page)).toContain('Row 0, column 0 holds')
  })
}
