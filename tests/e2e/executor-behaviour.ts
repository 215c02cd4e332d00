/** A key at the prompt is followed to the screen, as one drawn chain, by the keyboard alone where there are keys for it. */
import { expect, type Locator, type Page } from '@playwright/test'
import { pause, screenText, typeLine, waitForPrompt, type AppTest } from './app'

/** Opens the diagram, and waits until it is drawn: from then on every station is followed. */
async function openDiagram(page: Page): Promise<Locator> {
  await waitForPrompt(page)
  await page.getByRole('tab', { name: 'Executor' }).click()
  const diagram = page.getByTestId('diagram')
  await expect(diagram.locator('svg title')).toHaveText('Every task waits, so the processor sleeps')
  return diagram
}

const STATIONS = ['device', 'interrupt', 'input-queue', 'wake', 'ready-queue', 'poll', 'output']

export function describeExecutor(test: AppTest): void {
  test('draws the chain of a key from the 8042 to the character on the screen', async ({
    app: { page },
  }) => {
    const diagram = await openDiagram(page)
    await page.getByTestId('screen').focus()
    await page.keyboard.press('q')
    await expect(diagram.locator('svg title')).toHaveText(
      'From the latest key press to a character on the screen',
    )
    for (const station of STATIONS) {
      await expect(diagram.locator(`[id="executor.chain.${station}"]`)).toHaveCount(1)
    }
    await expect(diagram.locator('[id="executor.chain.device"]')).toContainText('code 0x10')
    await expect(diagram.locator('[id="executor.chain.output"]')).toContainText("shows 'q'")
  })

  test('goes through the stations by the keyboard, and back to what stands now', async ({
    app: { page },
  }) => {
    const diagram = await openDiagram(page)
    await page.getByTestId('screen').focus()
    await page.keyboard.press('q')
    await expect(page.getByTestId('diagram-step')).toHaveText('8 of 8')
    await pause(page)
    await diagram.locator('svg').focus()
    await page.keyboard.press('[')
    await page.keyboard.press('[')
    await expect(page.getByTestId('diagram-step')).toHaveText('6 of 8')
    await expect(diagram).toContainText('The executor polls task 1')
    await expect(diagram).toContainText('running')
    await page.keyboard.press(']')
    await page.keyboard.press(']')
    await expect(diagram).toContainText('waiting')
  })

  test('lists tasks and wakes, and shows the one that is chosen', async ({ app: { page } }) => {
    await openDiagram(page)
    // The task prints after the prompt, so the prompt is not what the screen ends with.
    await typeLine(page, 'spawn sleeper')
    await expect.poll(() => screenText(page)).toContain('awake')
    await page.getByRole('tab', { name: 'Wakes and tasks' }).click()
    await expect(page.getByTestId('task-list')).toContainText('print_after_ten_ticks()')
    const rows = page.getByTestId('chain-list').getByRole('option')
    await expect(rows.filter({ hasText: 'timer tick' })).toHaveCount(1)
    await rows.filter({ hasText: 'key press' }).first().click()
    await expect(page.getByTestId('diagram').locator('svg title')).toContainText('From a key press')
    await expect(page.getByTestId('follow-latest-chain')).toHaveAttribute('aria-pressed', 'false')
  })
}
