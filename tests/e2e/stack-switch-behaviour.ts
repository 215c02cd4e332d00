/** How a reader looks at stacks, told once and tested in every host: at the prompt, at an overflow, and back from a shutdown. */
import { expect, type Page } from '@playwright/test'
import {
  command,
  diagramWords,
  instantOf,
  pause,
  typeLine,
  waitForPrompt,
  type AppTest,
} from './app'

const step = (page: Page) => page.getByTestId('diagram-step')
const rows = (page: Page, event: string) =>
  page.getByTestId('stack-list').getByRole('option').filter({ hasText: event })

async function turnToStacks(page: Page): Promise<void> {
  await page.getByTestId('tab-stack-switch').click()
  await expect(page.getByTestId('diagram')).toHaveAttribute('data-topic', 'stack-switch')
}

export function describeStackSwitch(test: AppTest): void {
  test('shows how deep the stack is at the prompt', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await turnToStacks(page)
    await pause(page)
    await expect.poll(() => diagramWords(page)).toMatch(/The kernel stack is [\d,]+ bytes deep/)
    await expect(page.getByTestId('diagram')).toContainText('kernel_main')
    await expect(page.getByTestId('diagram')).toContainText('IST1 stack')
  })

  test('tells an overflow as one chain, and the stack that IST1 gave', async ({
    app: { page },
  }) => {
    await waitForPrompt(page)
    await turnToStacks(page)
    await typeLine(page, 'overflow')
    await expect
      .poll(() => diagramWords(page))
      .toContain('A stack overflow becomes a double fault, and IST1 saves us')
    await expect(page.getByTestId('diagram')).toContainText('enter_double_fault')
    await expect(step(page)).toHaveText('11 of 11')
    await page.getByTestId('diagram').locator('svg').focus()
    for (let back = 0; back < 7; back += 1) await page.keyboard.press('[')
    await expect(step(page)).toHaveText('4 of 11')
    await expect(page.getByTestId('diagram')).toContainText('RSP is loaded from TSS.IST1')
  })

  test('goes back from a triple fault to the push into the guard page, by keyboard alone', async ({
    app: { page },
  }) => {
    await waitForPrompt(page)
    await turnToStacks(page)
    await typeLine(page, 'run double-fault-without-ist')
    await expect(page.getByTestId('activity')).toHaveAttribute('data-activity', 'frozen')
    await expect.poll(() => diagramWords(page)).toContain('No stack is left for #DF either')
    await page.getByTestId('step-back').press('Enter')
    await expect
      .poll(() => diagramWords(page))
      .toContain('The stack is full: the next push lands in the guard page')
    await page.getByTestId('step-back').press('Enter')
    await expect.poll(() => diagramWords(page)).toMatch(/bytes deep|full/)
    await page.getByTestId('go-to-end').press('Enter')
    await expect.poll(() => diagramWords(page)).toContain('No stack is left for #DF either')
    // What led on leads nowhere now, and the focus is where one can go back.
    await expect(page.getByTestId('step-back')).toBeFocused()
    await page.keyboard.press('Enter')
    await expect.poll(() => diagramWords(page)).toMatch(/the next push lands in the guard page/)
    await page.getByTestId('step').press('Enter')
    await expect(page.getByTestId('step-back')).toBeFocused()
  })

  test('goes to where a story of the list was', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await turnToStacks(page)
    await command(page, 'int 3')
    const soon = await instantOf(page)
    // Hundreds of ticks of the timer later it is listed still, and the timeline marks where it was.
    await expect.poll(() => instantOf(page)).toBeGreaterThan(4 * soon)
    await pause(page)
    await rows(page, '#BP').last().click()
    await expect.poll(() => diagramWords(page)).toContain('The machine has gone on since')
    const mark = page.getByTestId('timeline').locator('[id="timeline.drawn"]')
    await expect(mark).toBeVisible()
    await page.getByTestId('go-to-story').click()
    await expect.poll(() => diagramWords(page)).toContain('#BP borrows the stack in use')
    await expect.poll(() => diagramWords(page)).not.toContain('The machine has gone on since')
    await expect(mark).toHaveCount(0)
    await page.getByTestId('follow-latest').click()
  })
}
