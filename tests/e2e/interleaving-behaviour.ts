/** How a reader sees who ran when, told once and tested in every host. */
import { expect, type TestType } from '@playwright/test'
import { command, diagramWords, pause, waitForPrompt, type App } from './app'

// The fixtures of the two hosts differ; all that is used here is the app.
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- TestType is invariant in its fixtures
type AppTest = TestType<{ app: App } & any, any>

export function describeInterleaving(test: AppTest): void {
  test('draws main, tasks and handlers in lanes, switch by switch', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await page.getByTestId('tab-interleaving').click()
    await expect(page.getByTestId('diagram')).toHaveAttribute('data-topic', 'interleaving')
    await command(page, 'ticks')
    await pause(page)
    const rows = page.getByTestId('switch-list').getByRole('option')
    await rows.filter({ hasText: 'IRQ0 runs' }).first().click()
    await expect.poll(() => diagramWords(page)).toContain('The handler of IRQ0 runs')
    await expect(page.getByTestId('diagram')).toContainText('RFLAGS.IF')
    await expect(page.getByTestId('diagram')).toContainText('spin lock')
    await page.getByTestId('diagram').locator('svg').focus()
    await page.keyboard.press('[')
    await page.keyboard.press('[')
    await expect(page.getByTestId('diagram-step')).toHaveText(/^\d+ of \d+$/)
    await page.keyboard.press('PageUp')
    await expect.poll(() => diagramWords(page)).not.toContain('The handler of IRQ0 runs')
  })
}
