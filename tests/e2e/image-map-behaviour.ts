/** How a reader sees the image in memory and the way to 64-bit mode, told once and tested in every host. */
import { expect } from '@playwright/test'
import { diagramWords, pause, waitForPrompt, type AppTest } from './app'

export function describeImageMap(test: AppTest): void {
  test('shows where the image lies, and each step to 64-bit mode', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await page.getByTestId('tab-image-map').click()
    const diagram = page.getByTestId('diagram')
    await expect(diagram).toHaveAttribute('data-topic', 'image-map')
    await pause(page)
    await expect.poll(() => diagramWords(page)).toContain('its code runs in 64-bit mode')
    await expect(diagram).toContainText('CR0.PG = 1')
    await diagram.locator('svg').focus()
    await page.keyboard.press('[')
    await expect(page.getByTestId('diagram-step')).toHaveText('9 of 10')
    await expect(diagram).toContainText('the processor itself sets EFER.LMA')
  })
}
