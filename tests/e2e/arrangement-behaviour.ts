/** How a reader arranges the diagrams: all small, two side by side, one pinned, both branches of a fork; in every host. */
import { expect, type Page } from '@playwright/test'
import {
  giveGateAnIst,
  command,
  pause,
  screenText,
  typeLine,
  waitForPrompt,
  type AppTest,
} from './app'

const pictures = (page: Page) => page.getByTestId('diagram')
const picture = (page: Page, index: number) => pictures(page).nth(index).locator('svg')
const words = (page: Page, index: number) => picture(page, index).getAttribute('aria-label')

export function describeArrangement(test: AppTest): void {
  test('shows the list in one place, however high the window is', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await page.setViewportSize({ width: 1280, height: 720 })
    await page.getByTestId('tab-list').click()
    await expect(page.getByTestId('follow-latest')).toHaveCount(1)
    await page.setViewportSize({ width: 1440, height: 900 })
    await expect(page.getByTestId('follow-latest')).toHaveCount(1)
    await expect(page.getByTestId('tab-code')).toHaveAttribute('aria-selected', 'true')
  })

  test('shows all diagrams small and alive, and opens one of them', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await page.keyboard.press('Control+g')
    await expect(page.getByTestId('overview')).toBeVisible()
    await typeLine(page, 'int 3')
    await expect(page.getByTestId('overview-executor')).toContainText('From the latest key press')
    await expect(page.getByTestId('overview-stack-switch')).toContainText('kernel stack')
    await page.getByTestId('overview-page-walk').focus()
    await page.keyboard.press('ArrowDown')
    await expect(page.getByTestId('overview-heap')).toBeFocused()
    await page.keyboard.press('ArrowUp')
    await expect(page.getByTestId('overview-page-walk')).toBeFocused()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await expect(pictures(page)).toHaveAttribute('data-topic', 'stack-switch')
    await expect(page.getByTestId('overview')).toHaveCount(0)
    await expect(picture(page, 0)).toBeFocused()
    await page.keyboard.press('Control+g')
    await expect(page.getByTestId('overview-stack-switch')).toBeFocused()
    await page.keyboard.press('Control+g')
    await expect(picture(page, 0)).toBeFocused()
  })

  test('leaves the focus in a picture when what had it goes away', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await pause(page)
    await page.getByTestId('screen').focus()
    await page.keyboard.press('Control+l')
    await expect(picture(page, 0)).toBeFocused()
    await page.keyboard.press('Control+l')
    await page.keyboard.press('Control+Backslash')
    await expect(pictures(page)).toHaveCount(2)
    await expect(picture(page, 0)).toBeFocused()
    await picture(page, 1).focus()
    await page.keyboard.press('Control+Backslash')
    await expect(picture(page, 0)).toBeFocused()
    // The card of a box goes away with what its button does.
    await page.keyboard.press('5')
    await expect(pictures(page)).toHaveAttribute('data-topic', 'heap')
    await page.locator('[id^="heap.span-"]').first().click()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Its page walk' }).press('Enter')
    await expect(pictures(page)).toHaveAttribute('data-topic', 'page-walk')
    await expect(picture(page, 0)).toBeFocused()
    await page.keyboard.press('5')
    await page.locator('[id^="heap.span-"]').first().click()
    await page.keyboard.press('e')
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('box-card').locator(':focus')).toHaveCount(1)
    await page.keyboard.press('Escape')
    await expect(picture(page, 0)).toBeFocused()
  })

  test('shows two diagrams side by side, in the whole width', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await page.keyboard.press('Control+Backslash')
    await expect(pictures(page)).toHaveCount(2)
    await expect(pictures(page).nth(1)).toHaveAttribute('data-topic', 'idt-dispatch')
    const edges = async (name: string) => {
      const box = await page.getByTestId(name).first().boundingBox()
      return box && { left: box.x, right: box.x + box.width }
    }
    // What is no longer shown has no edges, and is in nobody's way.
    const translate = await edges('translate')
    expect(translate?.right ?? 0).toBeLessThan((await edges('whole-space'))?.left ?? 0)
    // The other panes make room, and can be had back.
    await expect(page.getByTestId('screen')).toBeHidden()
    await page.keyboard.press('Control+l')
    await expect(page.getByTestId('screen')).toBeVisible()
    await page.keyboard.press('Control+l')
    await expect(page.getByTestId('screen')).toBeHidden()
    // What is chosen in the right picture is shown there, and the left one stays what it is.
    await pictures(page).nth(1).locator('svg').focus()
    await page.keyboard.press('7')
    await expect(pictures(page).nth(1)).toHaveAttribute('data-topic', 'screen-cells')
    await pause(page)
    const cell = pictures(page).nth(1).locator('[id^="screen-cells.cell-"]').first()
    await cell.click()
    await expect(page.getByTestId('box-card')).toContainText('Go to it')
    await page.keyboard.press('g')
    await expect.poll(() => words(page, 1)).toMatch(/^Row \d+, column \d+ holds/)
    await expect(pictures(page).nth(0)).toHaveAttribute('data-topic', 'page-walk')
    // How wide one alone is, and how wide two are, is remembered apart.
    await page.keyboard.press('Control+l')
    await page.keyboard.press('Control+Backslash')
    await expect(pictures(page)).toHaveCount(1)
    await expect(page.getByTestId('screen')).toBeVisible()
    await page.keyboard.press('Control+Backslash')
    await expect(pictures(page)).toHaveCount(2)
    await expect(page.getByTestId('screen')).toBeVisible()
    await page.keyboard.press('Control+l')
    await page.keyboard.press('Control+Backslash')
    await expect(page.getByTestId('screen')).toBeVisible()
  })

  test('pins a diagram while the machine goes on, and lets it go', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await page.getByTestId('tab-idt-dispatch').click()
    await command(page, 'int 3')
    await pause(page)
    await pictures(page).locator('svg').focus()
    await page.keyboard.press('f')
    await expect(page.getByTestId('pinned')).toContainText('Pinned to instr')
    const before = await words(page, 0)
    // A key that is pressed before the machine goes on is given at the instant of the pin.
    await page.getByTestId('screen').press('u')
    await page.keyboard.press('F5')
    await typeLine(page, 'd')
    await expect.poll(() => screenText(page)).toContain('#UD')
    expect(await words(page, 0)).toBe(before)
    // The machine as it is now has other bytes there: it is asked where the picture was made.
    await pause(page)
    const question = page.getByTestId('box-card').getByRole('button', { name: 'Who wrote it?' })
    await page.locator('[id^="idt-dispatch.gate"]').first().click()
    await expect(page.getByTestId('box-card')).toBeVisible()
    await expect(question).toHaveCount(0)
    await page.getByTestId('pinned').getByRole('button', { name: 'Go there' }).click()
    await expect(question).toBeVisible()
    await page.keyboard.press('Escape')
    await pictures(page).locator('svg').focus()
    await page.keyboard.press('f')
    await expect(page.getByTestId('pinned')).toHaveCount(0)
    await page.keyboard.press('F9')
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
    await giveGateAnIst(page)
    await expect(page.getByTestId('branches')).toBeVisible()
    await page.getByTestId('step').press('Enter')
    await page.getByTestId('tab-stack-switch').click()
    await expect.poll(() => words(page, 0)).toContain('IST1 saves us')
    await page.keyboard.press('Control+Shift+D')
    await expect(pictures(page)).toHaveCount(2)
    await expect.poll(() => words(page, 1)).toContain('No stack is left for #DF either')
    expect(await words(page, 0)).toContain('IST1 saves us')
    // Once more: from the branch that is on now, not from its pinned picture.
    await page.keyboard.press('Control+Shift+D')
    await expect.poll(() => words(page, 1)).toContain('IST1 saves us')
    await expect.poll(() => words(page, 0)).toContain('No stack is left for #DF either')
  })
}
