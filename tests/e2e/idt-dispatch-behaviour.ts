/** How a reader follows an exception through the IDT, told once and tested in every host. */
import { expect, type Page } from '@playwright/test'
import { command, diagramWords, pause, waitForPrompt, type AppTest } from './app'

const step = (page: Page) => page.getByTestId('diagram-step')
const list = (page: Page) => page.getByTestId('dispatch-list')

async function turnToDispatches(page: Page): Promise<void> {
  await page.getByTestId('tab-idt-dispatch').click()
  await expect(page.getByTestId('diagram')).toHaveAttribute('data-topic', 'idt-dispatch')
}

/** The rows of the list that name a source. */
const rows = (page: Page, source: string) =>
  list(page).getByRole('option').filter({ hasText: source })

/** Deliveries of the timer come all the time: the one that counts is chosen. */
async function choose(page: Page, source: string): Promise<void> {
  await expect(rows(page, source).first()).toBeVisible()
  await rows(page, source).first().click()
}

export function describeIdtDispatch(test: AppTest): void {
  test('shows the delivery of a breakpoint, and where its IRETQ went', async ({
    app: { page },
  }) => {
    await waitForPrompt(page)
    await turnToDispatches(page)
    await command(page, 'int 3')
    await pause(page)
    await choose(page, 'INT 3')
    await expect
      .poll(() => diagramWords(page))
      .toContain('INT 3 is served, and IRETQ goes where the handler chose')
    await expect(page.getByTestId('diagram')).toContainText('enter_breakpoint')
    await expect(rows(page, 'INT 3').first()).toContainText('returned')
  })

  test('tells a delivery word by word with [ and ]', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await turnToDispatches(page)
    await command(page, 'touch 0xdeadbeef w')
    await pause(page)
    await choose(page, '#PF')
    await expect(step(page)).toHaveText('12 of 12')
    await page.getByTestId('diagram').locator('svg').focus()
    for (let back = 0; back < 8; back += 1) await page.keyboard.press('[')
    await expect(step(page)).toHaveText('4 of 12')
    await page.keyboard.press(']')
    await expect(page.getByTestId('diagram')).toContainText('SS is pushed')
  })

  test('chooses a delivery with the arrows in the list, and follows the latest again', async ({
    app: { page },
  }) => {
    await waitForPrompt(page)
    await turnToDispatches(page)
    await command(page, 'ud')
    await pause(page)
    await choose(page, '#UD')
    await expect.poll(() => diagramWords(page)).toContain('The invalid opcode')
    await list(page).focus()
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => diagramWords(page)).not.toContain('The invalid opcode')
    await page.keyboard.press('ArrowUp')
    await expect.poll(() => diagramWords(page)).toContain('The invalid opcode')
    await page.getByTestId('follow-latest').click()
    await expect(page.getByTestId('follow-latest')).toHaveAttribute('aria-pressed', 'true')
  })

  test('shows the whole IDT by the key T, and the latest delivery again', async ({
    app: { page },
  }) => {
    await waitForPrompt(page)
    await turnToDispatches(page)
    await pause(page)
    await page.getByTestId('diagram').locator('svg').focus()
    await page.keyboard.press('t')
    await expect(page.getByTestId('diagram')).toContainText('of 256 gates lead to a handler')
    await expect(page.getByTestId('diagram')).toContainText('enter_double_fault')
    await expect(page.getByTestId('whole-idt')).toHaveAttribute('aria-pressed', 'true')
    await page.keyboard.press('t')
    await expect(page.getByTestId('diagram')).not.toContainText('of 256 gates')
  })

  test('exports the delivery on show', async ({ app }) => {
    const { page } = app
    await waitForPrompt(page)
    await turnToDispatches(page)
    await command(page, 'gate 14 zero')
    await page.getByTestId('screen').focus()
    await page.keyboard.type('touch 0')
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('notices')).toContainText('nothing can wake it')
    await choose(page, '#PF')
    const svg = await app.exportSvg()
    expect(svg).toContain('Gate 14 is empty: sixteen bytes of zero are no gate')
  })
}
