/** How a reader sees a whole address space, and two of them side by side, told once and tested in every host. */
import { expect } from '@playwright/test'
import { diagramWords, pause, waitForPrompt, type AppTest } from './app'

export function describeSpaceMap(test: AppTest): void {
  test('shows all that is mapped by the key T, and the walk again', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await pause(page)
    await page.getByTestId('diagram').locator('svg').focus()
    await page.keyboard.press('t')
    const diagram = page.getByTestId('diagram')
    await expect(diagram).toContainText('make up this address space')
    await expect(diagram).toContainText('all of physical memory')
    await expect(page.getByTestId('whole-space')).toHaveAttribute('aria-pressed', 'true')
    await page.keyboard.press('[')
    await expect(page.getByTestId('diagram-step')).toHaveText(/^\d+ of \d+$/)
    await page.keyboard.press('t')
    await expect(diagram).not.toContainText('make up this address space')
  })

  test('compares the space that a write to CR3 leaves with the one it enters', async ({
    app: { page },
  }) => {
    await waitForPrompt(page)
    await pause(page)
    await page.getByTestId('find').fill('2nd reg cr3')
    await page.getByTestId('find').press('Enter')
    await expect.poll(() => diagramWords(page)).toContain('Two values of CR3 differ in')
    await page.getByTestId('space-beside').fill('')
    await page.getByTestId('space-beside').press('Enter')
    await expect.poll(() => diagramWords(page)).toContain('make up this address space')
    await page.getByTestId('space-pml4').fill('no address')
    await page.getByTestId('space-pml4').press('Enter')
    await expect(page.getByTestId('space-pml4')).toHaveAttribute('aria-invalid', 'true')
    await page.getByTestId('whole-space').click()
    await expect(page.getByTestId('address')).toBeVisible()
  })
}
