/** How a reader points at what is drawn, follows it, and changes it, told once and tested in every host. */
import { expect, type Page } from '@playwright/test'
import {
  giveGateAnIst,
  diagramWords,
  pause,
  translate,
  typeLine,
  waitForPrompt,
  type AppTest,
} from './app'

const card = (page: Page) => page.getByTestId('box-card')
const ring = (page: Page) => page.getByTestId('box-ring')
const drawing = (page: Page) => page.getByTestId('diagram').locator('svg')

/** Presses an arrow key until a box is chosen, and fails when it never is. */
async function moveTo(page: Page, key: string, box: string): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    if ((await ring(page).count()) && (await ring(page).getAttribute('data-box')) === box) return
    await page.keyboard.press(key)
  }
  await expect(ring(page)).toHaveAttribute('data-box', box)
}

/** To the picture, pane by pane, as a person without a mouse goes; then to a topic by its digit. */
async function goToTopic(page: Page, digit: string, topic: string): Promise<void> {
  const isInside = () =>
    page.getByTestId('diagram').evaluate((element) => element.contains(document.activeElement))
  for (let presses = 0; presses < 12 && !(await isInside()); presses += 1)
    await page.keyboard.press('F6')
  await page.keyboard.press(digit)
  await expect(page.getByTestId('diagram')).toHaveAttribute('data-topic', topic)
  await expect(drawing(page)).toBeFocused()
}

/** Of a machine that stands still: the walk to the text of the screen. */
async function showWalk(page: Page): Promise<void> {
  await waitForPrompt(page)
  await pause(page)
  await translate(page, '0xb8000')
  await expect.poll(() => diagramWords(page)).toContain('0x0000_0000_000b_8000')
}

export function describeBoxes(test: AppTest): void {
  test('follows a walk from CR3 to the byte by the key G, box by box', async ({
    app: { page },
  }) => {
    await showWalk(page)
    await drawing(page).focus()
    await moveTo(page, 'ArrowDown', 'pml4.header')
    await moveTo(page, 'ArrowLeft', 'cr3')
    await expect(card(page)).toContainText('the PML4 is at')
    for (let leads = 0; leads < 10; leads += 1) await page.keyboard.press('g')
    await expect(ring(page)).toHaveAttribute('data-box', /^offset\.entry-/)
    await expect(card(page)).toContainText('VGA text')
    await page.keyboard.press('Escape')
    await expect(card(page)).toHaveCount(0)
  })

  test('shows what a box is under the pointer, keeps it on a click, and asks who wrote it', async ({
    app: { page },
  }) => {
    await showWalk(page)
    await page.locator('[id="page-walk.entries.pml4"] text').first().hover()
    await expect(card(page)).toContainText('PML4E 0')
    await page.locator('[id="page-walk.entries.pml4"] text').first().click()
    await card(page).getByRole('button', { name: 'Who wrote it?' }).click()
    await expect(page.getByTestId('notices')).toContainText('were last written by')
    await expect(page.getByTestId('past')).toBeVisible()
  })

  test('changes a flag of an entry in place, and shows the walk that comes of it', async ({
    app: { page },
  }) => {
    await showWalk(page)
    await page.locator('[id="page-walk.entries.pt.P"]').click()
    await page.keyboard.press('e')
    await page.keyboard.press('Enter')
    await expect.poll(() => diagramWords(page)).toContain('P = 0')
    await expect(card(page)).toContainText('not present')
  })

  test('shows the source of whoever asked for a block, and the memory of a gate', async ({
    app: { page },
  }) => {
    await waitForPrompt(page)
    await pause(page)
    await goToTopic(page, '5', 'heap')
    const source = page.getByTestId('source')
    await expect(source).toHaveAttribute('data-file', /\.rs$/)
    const before = await source.getAttribute('data-file')
    await page.locator('[id^="heap.owner-"] text').first().click()
    await page.keyboard.press('s')
    await expect(source).not.toHaveAttribute('data-file', before ?? '')
    const shown = await source.getAttribute('data-file')
    // Frames that come while the machine stands still leave it on show.
    await goToTopic(page, '1', 'page-walk')
    await translate(page, '0xb8000')
    await expect.poll(() => diagramWords(page)).toContain('0x0000_0000_000b_8000')
    await expect(source).toHaveAttribute('data-file', shown ?? '')
    await goToTopic(page, '2', 'idt-dispatch')
    await page.keyboard.press('t')
    await expect(page.getByTestId('diagram')).toContainText('of 256 gates')
    await moveTo(page, 'ArrowRight', 'gates.3')
    await expect(card(page)).toContainText('enter_breakpoint')
    await page.keyboard.press('m')
    await expect(page.getByTestId('tab-memory')).toHaveAttribute('aria-selected', 'true')
  })

  test('goes back from a triple fault, reads why, mends the gate in the drawn table, and sees the handler run, by keyboard alone', async ({
    app: { page },
  }) => {
    test.setTimeout(150_000)
    await waitForPrompt(page)
    await typeLine(page, 'run double-fault-without-ist')
    await expect(page.getByTestId('activity')).toHaveAttribute('data-activity', 'frozen')

    // Back to the instruction that pushed into the guard page, in the diagram of the stacks.
    await goToTopic(page, '3', 'stack-switch')
    await expect.poll(() => diagramWords(page)).toContain('No stack is left for #DF either')
    await page.keyboard.press('?')
    await expect(page.getByTestId('why')).toBeFocused()
    await expect(page.getByTestId('why')).toContainText('guard page of the kernel stack')
    await expect(page.getByTestId('why')).toContainText('IST 1 in gate 8')
    await page.getByTestId('step-back').press('Enter')
    await expect
      .poll(() => diagramWords(page), { timeout: 40_000 })
      .toContain('the next push lands in the guard page')

    // The gate of #DF in the table as it lies in memory there.
    await goToTopic(page, '2', 'idt-dispatch')
    await page.keyboard.press('t')
    await expect(page.getByTestId('diagram')).toContainText('of 256 gates')
    await moveTo(page, 'ArrowRight', 'gates.8')
    await expect(card(page)).toContainText('enter_double_fault')
    await giveGateAnIst(page)
    await expect(card(page)).toContainText('the stack of TSS.IST1')

    // Another branch, in which the handler runs.
    await expect(page.getByTestId('branches')).toBeVisible()
    await page.keyboard.press('Escape')
    await page.getByTestId('step').press('Enter')
    await goToTopic(page, '2', 'idt-dispatch')
    await page.keyboard.press('t')
    await expect.poll(() => diagramWords(page)).toMatch(/double fault|#DF/)
    await expect(page.getByTestId('diagram')).toContainText('enter_double_fault')
    await page.keyboard.press('F5')
    await expect(page.getByTestId('screen-text')).toContainText('#DF')
  })
}
