/** How a reader arranges the diagrams: all small, two side by side, one pinned, both branches of a fork; in every host. */
import { expect, type Page, type TestType } from '@playwright/test'
import { command, pause, typeLine, waitForPrompt, type App } from './app'

// The fixtures of the two hosts differ; all that is used here is the app.
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- TestType is invariant in its fixtures
type AppTest = TestType<{ app: App } & any, any>

const pictures = (page: Page) => page.getByTestId('diagram')
const words = (page: Page, index: number) =>
  pictures(page).nth(index).locator('svg').getAttribute('aria-label')

/** The app's own keys do not go to the guest. */
const press = (page: Page, keys: string) => page.keyboard.press(keys)

export function describeArrangement(test: AppTest): void {
  test('shows all diagrams small and alive, and opens one of them', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await press(page, 'Control+g')
    await expect(page.getByTestId('overview')).toBeVisible()
    await typeLine(page, 'int 3')
    await expect(page.getByTestId('overview-executor')).toContainText('From a key press')
    await expect(page.getByTestId('overview-stack-switch')).toContainText('kernel stack')
    await page.getByTestId('overview-page-walk').focus()
    await press(page, 'ArrowRight')
    await press(page, 'ArrowRight')
    await press(page, 'Enter')
    await expect(pictures(page)).toHaveAttribute('data-topic', 'stack-switch')
    await expect(page.getByTestId('overview')).toHaveCount(0)
  })

  test('shows two diagrams side by side, in the whole width', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await press(page, 'Control+Backslash')
    await expect(pictures(page)).toHaveCount(2)
    await expect(pictures(page).nth(1)).toHaveAttribute('data-topic', 'idt-dispatch')
    await press(page, 'Control+l')
    await expect(page.getByTestId('screen')).toBeHidden()
    await press(page, 'Control+l')
    await expect(page.getByTestId('screen')).toBeVisible()
    // What is chosen in the right picture is shown there, and the left one stays what it is.
    await pictures(page).nth(1).locator('svg').focus()
    await press(page, '7')
    await expect(pictures(page).nth(1)).toHaveAttribute('data-topic', 'screen-cells')
    await pause(page)
    const cell = pictures(page).nth(1).locator('[id^="screen-cells.cell-"]').first()
    await cell.click()
    await expect(page.getByTestId('box-card')).toContainText('Go to it')
    await press(page, 'g')
    await expect.poll(() => words(page, 1)).toMatch(/^Row \d+, column \d+ holds/)
    await expect(pictures(page).nth(0)).toHaveAttribute('data-topic', 'page-walk')
    await press(page, 'Control+Backslash')
    await expect(pictures(page)).toHaveCount(1)
  })

  test('pins a diagram while the machine goes on, and lets it go', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await page.getByTestId('tab-idt-dispatch').click()
    await command(page, 'int 3')
    await pause(page)
    await pictures(page).locator('svg').focus()
    await press(page, 'f')
    await expect(page.getByTestId('pinned')).toContainText('Pinned to instr')
    const before = await words(page, 0)
    await press(page, 'F5')
    await command(page, 'ud')
    expect(await words(page, 0)).toBe(before)
    // The machine as it is now has other bytes there: it is asked where the picture was made.
    await pause(page)
    const question = page.getByTestId('box-card').getByRole('button', { name: 'Who wrote it?' })
    await page.locator('[id^="idt-dispatch.gate"]').first().click()
    await expect(page.getByTestId('box-card')).toBeVisible()
    await expect(question).toHaveCount(0)
    await page.getByTestId('pinned').getByRole('button', { name: 'Go there' }).click()
    await expect(question).toBeVisible()
    await press(page, 'Escape')
    await pictures(page).locator('svg').focus()
    await press(page, 'f')
    await expect(page.getByTestId('pinned')).toHaveCount(0)
    await press(page, 'F9')
    await expect.poll(() => words(page, 0)).not.toBe(before)
  })

  test('shows both branches of a fork in one kind of diagram, side by side', async ({
    app: { page },
  }) => {
    await waitForPrompt(page)
    await typeLine(page, 'run double-fault-without-ist')
    await expect(page.getByTestId('activity')).toHaveAttribute('data-activity', 'frozen')
    await page.getByTestId('tab-stack-switch').click()
    await page.getByTestId('step-back').press('Enter')
    await page.getByTestId('tab-idt-dispatch').click()
    await page.getByTestId('whole-idt').click()
    await page.locator('[id="idt-dispatch.gates.8"]').click()
    await press(page, 'e')
    await press(page, 'Enter')
    await page.keyboard.type('1')
    await press(page, 'Enter')
    await expect(page.getByTestId('branches')).toBeVisible()
    await page.getByTestId('step').press('Enter')
    await page.getByTestId('tab-stack-switch').click()
    await expect.poll(() => words(page, 0)).toContain('IST1 saves us')
    await press(page, 'Control+Shift+D')
    await expect(pictures(page)).toHaveCount(2)
    await expect.poll(() => words(page, 1)).toContain('No stack is left for #DF either')
    expect(await words(page, 0)).toContain('IST1 saves us')
  })
}
