/** How a reader goes through the run, told once and tested in every host: back to a fault, over it, and another way. */
import { expect, type Page } from '@playwright/test'
import { command, pause, screenText, typeLine, waitForPrompt, type AppTest } from './app'

const timeline = (page: Page) => page.getByTestId('timeline')
const past = (page: Page) => page.getByTestId('past')
const currentLine = (page: Page) => page.getByTestId('disassembly').locator('[aria-current]')

async function valueOf(page: Page, name: 'aria-valuenow' | 'aria-valuemax'): Promise<number> {
  return Number(await timeline(page).getAttribute(name))
}

/** While the machine runs, the timeline is a moment behind: waits until it shows where the machine has stopped. */
async function settle(page: Page): Promise<void> {
  const instant = async () =>
    Number((await page.getByTestId('instant').textContent())?.replace(/\D/g, ''))
  await expect.poll(async () => (await valueOf(page, 'aria-valuenow')) - (await instant())).toBe(0)
}

/** Presses a button as the keyboard does. */
async function pressButton(page: Page, testId: string): Promise<void> {
  await page.getByTestId(testId).press('Enter')
}

/** From the guest's screen to the timeline, which is the pane before the first. */
async function focusTimeline(page: Page): Promise<void> {
  await page.getByTestId('screen').focus()
  await page.keyboard.press('Shift+F6')
  await page.keyboard.press('Shift+F6')
  await expect(timeline(page)).toBeFocused()
}

async function goToBreakpoint(page: Page): Promise<void> {
  await command(page, 'int 3')
  await focusTimeline(page)
  await page.keyboard.press('ArrowLeft')
  await expect(timeline(page)).toHaveAttribute('aria-valuetext', /Faults: #BP/)
  await expect(past(page)).toContainText('Looking at the past')
}

export function describeTimeline(test: AppTest): void {
  test('shows the screen at an instant that is pointed at, and stays where it is', async ({
    app: { page },
  }) => {
    await command(page, 'int 3')
    await pause(page)
    await settle(page)
    const before = await valueOf(page, 'aria-valuenow')
    await timeline(page).hover({ position: { x: 700, y: 40 } })
    const thumbnail = page.getByTestId('thumbnail')
    await expect(thumbnail).toContainText(/Screen at instr [\d,]+/)
    const { y, height } = (await thumbnail.boundingBox()) ?? { y: 0, height: 0 }
    expect(y).toBeGreaterThan(0)
    expect(y + height).toBeLessThanOrEqual((await timeline(page).boundingBox())?.y ?? 0)
    expect(await valueOf(page, 'aria-valuenow')).toBe(before)
    await page.getByTestId('screen').hover()
    await expect(thumbnail).toHaveCount(0)
  })

  test('goes back to a fault, over its instruction and forward, by keyboard alone', async ({
    app: { page },
  }) => {
    await goToBreakpoint(page)
    await expect(currentLine(page)).toContainText('int 3')
    await expect.poll(() => screenText(page)).not.toContain('! #BP')
    const fault = await valueOf(page, 'aria-valuenow')

    await pressButton(page, 'step')
    await expect(currentLine(page)).not.toContainText('int 3')
    await pressButton(page, 'step-back')
    await expect(currentLine(page)).toContainText('int 3')
    expect(await valueOf(page, 'aria-valuenow')).toBe(fault)
    await pressButton(page, 'step-back')
    await expect.poll(() => valueOf(page, 'aria-valuenow')).toBe(fault - 1)

    await timeline(page).press('End')
    await expect(past(page)).toHaveCount(0)
    await expect.poll(() => screenText(page)).toContain('! #BP')
  })

  test('replays what was recorded, and goes on from its end', async ({ app: { page } }) => {
    await goToBreakpoint(page)
    const end = await valueOf(page, 'aria-valuemax')
    await pressButton(page, 'run-or-pause')
    await expect.poll(() => valueOf(page, 'aria-valuemax')).toBeGreaterThan(end)
    await expect(past(page)).toHaveCount(0)
    await expect.poll(() => screenText(page)).toContain('! #BP')
  })

  test('takes another way when it is typed to in the past, and keeps the first', async ({
    app: { page },
  }) => {
    await goToBreakpoint(page)
    const branches = page.getByTestId('branches').getByRole('button')
    // A modifier alone is no input: it must not begin a branch.
    await page.getByTestId('screen').focus()
    await page.keyboard.press('Shift')
    await expect(past(page)).toBeVisible()

    await typeLine(page, 'ud')
    await expect(branches).toHaveCount(2)
    await expect(page.getByTestId('notices')).toContainText('another branch')
    await pressButton(page, 'run-or-pause')
    await expect.poll(() => screenText(page)).toContain('! #UD')
    await expect(branches.nth(1)).toHaveAttribute('aria-pressed', 'true')

    await branches.nth(0).press('Enter')
    await expect(branches.nth(0)).toHaveAttribute('aria-pressed', 'true')
    await timeline(page).press('End')
    await expect.poll(() => screenText(page)).not.toContain('#UD')
    await expect.poll(() => screenText(page)).toMatch(/! #BP[^]*ring0>\s*$/)
  })

  test('follows a pointer that is dragged along the run', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await pause(page)
    await settle(page)
    const box = await timeline(page).boundingBox()
    if (!box) throw new Error('the timeline is not on screen')
    const end = await valueOf(page, 'aria-valuemax')
    const middle = box.y + box.height / 2
    const [left, width] = [box.x + 120, box.width - 136]
    const share = async () => (await valueOf(page, 'aria-valuenow')) / end

    await page.mouse.move(left + width * 0.75, middle)
    await page.mouse.down()
    await expect.poll(share).toBeCloseTo(0.75, 1)
    for (const at of [0.7, 0.6, 0.5, 0.4]) await page.mouse.move(left + width * at, middle)
    await expect.poll(share).toBeCloseTo(0.4, 2)
    await page.mouse.up()
    await page.mouse.move(left + width * 0.9, middle)
    await expect(page.getByTestId('timeline-words')).toContainText(/instr|at|from/)
    expect(await share()).toBeCloseTo(0.4, 2)
    expect(await valueOf(page, 'aria-valuemax')).toBe(end)
  })

  test('looks closer at a part of the run, and at the whole again', async ({ app: { page } }) => {
    await goToBreakpoint(page)
    const whole = page.getByRole('button', { name: 'Whole run' })
    await expect(whole).toBeDisabled()
    for (let i = 0; i < 4; i += 1) await page.keyboard.press('+')
    await expect(whole).toBeEnabled()
    await expect(past(page)).toBeVisible()
    await page.keyboard.press('0')
    await expect(whole).toBeDisabled()
  })

  test('steps aside when it is folded, and remembers that', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await page.getByTestId('fold-timeline').click()
    await expect(timeline(page)).toHaveCount(0)
    await page.waitForTimeout(600)
    await page.reload()
    await waitForPrompt(page)
    await expect(timeline(page)).toHaveCount(0)
    await page.getByTestId('fold-timeline').click()
    await expect(timeline(page)).toBeVisible()
  })
}
