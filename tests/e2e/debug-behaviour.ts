/** How a reader debugs a kernel of their own with the keyboard alone: breakpoints, steps by lines, and back again. */
import { resolve } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { pause, waitForPrompt, instantOf, type AppTest } from './app'

const KERNEL = resolve(__dirname, '../series/recorded/lost-stack-debug.elf')

const activity = (page: Page) => page.getByTestId('activity')
async function setBreakpoint(page: Page, text: string): Promise<void> {
  await page.getByTestId('new-breakpoint').fill(text)
  await page.keyboard.press('Enter')
}

export function describeDebugging(test: AppTest): void {
  test('stops at breakpoints, steps by lines and back, by keyboard alone', async ({
    app: { page, openKernel },
  }) => {
    await openKernel(KERNEL)
    await expect(activity(page)).toHaveAttribute('data-activity', 'frozen', { timeout: 30_000 })
    await page.getByTestId('tab-calls').press('Enter')

    await setBreakpoint(page, 'fault PQ')
    await expect(page.getByRole('alert')).toContainText('^^')
    await setBreakpoint(page, 'main.rs:1')
    await expect(page.getByRole('alert')).toContainText('the next line with code is')
    await setBreakpoint(page, 'factorial')
    await expect(page.getByTestId('breakpoints').getByRole('option')).toHaveCount(1)
    await expect(page.getByRole('alert')).toHaveCount(0)

    // From the frozen end back over the five activations: the last that was entered comes first.
    await page.keyboard.press('Shift+F5')
    await expect(activity(page)).toHaveText('At a breakpoint')
    await expect(page.getByTestId('backtrace').getByRole('option').first()).toContainText(
      'factorial',
    )
    const innermost = await instantOf(page)
    await page.keyboard.press('Shift+F5')
    await expect.poll(() => instantOf(page)).toBeLessThan(innermost)
    const outer = await instantOf(page)
    await page.keyboard.press('F5')
    await expect.poll(() => instantOf(page)).toBe(innermost)

    await page.keyboard.press('Shift+F5')
    await expect.poll(() => instantOf(page)).toBe(outer)
    await page.keyboard.press('F8')
    await expect.poll(() => instantOf(page)).toBeGreaterThan(outer)
    const line = await instantOf(page)
    await page.keyboard.press('Shift+F8')
    await expect.poll(() => instantOf(page)).toBe(outer)

    // Off, the breakpoint lets the step over the call that enters the function again.
    await page.getByTestId('breakpoints').focus()
    await page.keyboard.press('Space')
    await expect(page.getByTestId('breakpoints').locator('.row.off')).toHaveCount(1)
    await page.keyboard.press('F8')
    await expect.poll(() => instantOf(page)).toBe(line)
    await page.keyboard.press('F8')
    await expect.poll(() => instantOf(page)).toBeGreaterThan(innermost)
    await page.keyboard.press('F4')
    await expect(page.getByTestId('backtrace').getByRole('option').first()).toContainText(
      'factorial',
    )
    await page.getByTestId('breakpoints').focus()
    await page.keyboard.press('Delete')
    await expect(page.getByTestId('breakpoints')).toHaveCount(0)
  })

  test('marks an instruction with F2, in the pane and in the list', async ({
    app: { page, openKernel },
  }) => {
    await openKernel(KERNEL)
    await expect(activity(page)).toHaveAttribute('data-activity', 'frozen', { timeout: 30_000 })
    await page.getByTestId('tab-code').press('Enter')
    await page.getByTestId('show-disassembly').press('Enter')
    const shown = page.getByTestId('disassembly')
    if ((await shown.count()) === 0) await page.getByTestId('show-disassembly').press('Enter')
    await shown.focus()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('F2')
    await expect(page.getByTestId('address-breakpoint')).toHaveCount(1)
    await page.getByTestId('tab-calls').press('Enter')
    await expect(page.getByTestId('breakpoints').getByRole('option')).toContainText('0x')
    await page.keyboard.press('F2')
    await expect(page.getByTestId('breakpoints')).toHaveCount(0)
  })

  test('goes through a walk entry by entry, on into the next, and back over the same', async ({
    app: { page },
  }) => {
    await waitForPrompt(page)
    await pause(page)
    await page.getByTestId('tab-page-walk').press('Enter')
    await page.getByTestId('timeline').focus()
    await page.keyboard.press('Home')
    await expect.poll(() => instantOf(page)).toBe(0)
    const step = page.getByTestId('diagram-step')
    const words = async () => (await step.textContent()) ?? ''

    await page.keyboard.press('F12')
    await expect.poll(words).toMatch(/^1 of \d+$/)
    const [first, count] = [await instantOf(page), Number((await words()).split(' ').at(-1))]
    for (let passed = 2; passed <= count; passed++) {
      await page.keyboard.press('F12')
      await expect(step).toHaveText(`${passed} of ${count}`)
      expect(await instantOf(page)).toBe(first)
    }
    await page.keyboard.press('F12')
    await expect.poll(() => instantOf(page)).toBeGreaterThan(first)
    await expect.poll(words).toMatch(/^1 of \d+$/)

    await page.keyboard.press('Shift+F12')
    await expect.poll(words).toMatch(/^0 of \d+$/)
    await page.keyboard.press('Shift+F12')
    await expect.poll(() => instantOf(page)).toBe(first)
    await expect(step).toHaveText(`${count} of ${count}`)
  })
}
