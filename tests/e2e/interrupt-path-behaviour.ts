/** How a reader follows a request from the pin to the EOI, and finds out why one waits, told once and tested in every host. */
import { expect, type Page } from '@playwright/test'
import { command, diagramWords, pause, waitForPrompt, type AppTest } from './app'

const list = (page: Page) => page.getByTestId('request-list')
const rows = (page: Page, text: string) => list(page).getByRole('option').filter({ hasText: text })

async function turnToInterrupts(page: Page): Promise<void> {
  await waitForPrompt(page)
  await page.getByTestId('tab-interrupt-path').click()
  await expect(page.getByTestId('diagram')).toHaveAttribute('data-topic', 'interrupt-path')
}

export function describeInterruptPath(test: AppTest): void {
  test('tells the way of a key from the pin to the EOI, station by station', async ({
    app: { page },
  }) => {
    await turnToInterrupts(page)
    await command(page, 'ticks')
    await pause(page)
    await rows(page, 'keyboard').first().click()
    await expect.poll(() => diagramWords(page)).toContain('travels from the pin to its handler')
    await expect(page.getByTestId('diagram-step')).toHaveText('7 of 7')
    await page.getByTestId('diagram').locator('svg').focus()
    await page.keyboard.press('[')
    await expect(page.getByTestId('diagram')).toContainText('is written to port')
    for (let back = 0; back < 3; back += 1) await page.keyboard.press('[')
    await expect(page.getByTestId('diagram')).toContainText('The master answers base 32 + 1 = 33.')
  })

  test('says why a request waits, and shows all lines as they stand', async ({ app: { page } }) => {
    await turnToInterrupts(page)
    // The key that is let go after the command is masked.
    await command(page, 'mask 1')
    await pause(page)
    await rows(page, 'waits').first().click()
    await expect.poll(() => diagramWords(page)).toContain('is masked, and waits in IRR')
    await expect(page.getByTestId('diagram')).toContainText('clear IMR bit 1')
    await page.getByTestId('diagram').locator('svg').focus()
    await page.keyboard.press('l')
    await expect(page.getByTestId('standing-lines')).toHaveAttribute('aria-pressed', 'true')
    await expect(page.getByTestId('diagram')).toContainText('What waits, and why')
    await page.keyboard.press('l')
    await expect(page.getByTestId('standing-lines')).toHaveAttribute('aria-pressed', 'false')
  })
}
