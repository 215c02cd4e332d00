/** How a reader sees what went over the ports and what it meant, told once and tested in every host. */
import { expect } from '@playwright/test'
import { command, diagramWords, pause, waitForPrompt, type AppTest } from './app'

export function describePortStrip(test: AppTest): void {
  test('says what each OUT tells its chip', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await page.getByTestId('tab-port-strip').click()
    await expect(page.getByTestId('diagram')).toHaveAttribute('data-topic', 'port-strip')
    await command(page, 'mask 3')
    await pause(page)
    const rows = page.getByTestId('port-list').getByRole('option')
    await rows.filter({ hasText: 'OCW1: open inputs' }).first().click()
    await expect.poll(() => diagramWords(page)).toContain('PIC 1 is told: OCW1: open inputs')
    await expect(page.getByTestId('diagram')).toContainText('8259A, master')
    await page.getByTestId('diagram').locator('svg').focus()
    await page.keyboard.press('PageUp')
    await expect.poll(() => diagramWords(page)).not.toContain('PIC 1 is told: OCW1')
    await page.keyboard.press('[')
    await expect(page.getByTestId('diagram-step')).toHaveText(/^13 of 14$/)
  })
}
