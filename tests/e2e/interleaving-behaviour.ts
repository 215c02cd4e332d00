/** How a reader sees who ran when, told once and tested in every host. */
import { expect } from '@playwright/test'
import { command, diagramWords, pause, waitForPrompt, type AppTest } from './app'

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
    const picture = page.getByTestId('diagram').locator('svg')
    const label = (name: string) => picture.locator('text').getByText(name, { exact: true })
    await expect(label('main')).toBeVisible()
    await expect(label('IRQ0')).toBeVisible()
    // Locks that were held meanwhile, and bars where the handler has RFLAGS.IF = 0.
    await expect(label('spin lock held')).not.toHaveCount(0)
    await expect(picture.locator('[id="interleaving.flag"] rect')).not.toHaveCount(0)
    const step = page.getByTestId('diagram-step')
    const count = Number(((await step.textContent()) ?? '').split(' ').at(-1))
    expect(count).toBeGreaterThan(2)
    await picture.focus()
    await page.keyboard.press('[')
    await page.keyboard.press('[')
    await expect(step).toHaveText(`${count - 2} of ${count}`)
    await page.keyboard.press('PageUp')
    await expect.poll(() => diagramWords(page)).not.toContain('The handler of IRQ0 runs')
  })
}
