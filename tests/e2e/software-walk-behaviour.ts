/** How a reader sees the walk that the kernel's own code has made, told once and tested in every host. */
import { expect } from '@playwright/test'
import { command, diagramWords, pause, waitForPrompt, type AppTest } from './app'

export function describeSoftwareWalk(test: AppTest): void {
  test('shows by the key C what the code has read of the page tables', async ({
    app: { page },
  }) => {
    await waitForPrompt(page)
    expect(await command(page, 'walk 0xb8000')).toContain('pa 0xb8000 4k')
    await pause(page)
    await page.getByTestId('diagram').locator('svg').focus()
    await page.keyboard.press('c')
    await expect.poll(() => diagramWords(page)).toContain('Code reads the same four entries')
    expect(await diagramWords(page)).toContain('PTE 184')
    await page.getByTestId('follow-latest').click()
    await expect.poll(() => diagramWords(page)).not.toContain('Code reads')
    await page.getByTestId('code-walk').click()
    await expect.poll(() => diagramWords(page)).toContain('Code reads the same four entries')
  })

  test('shows it where a search has led to a line of text', async ({ app: { page } }) => {
    await waitForPrompt(page)
    expect(await command(page, 'walk 0xb8000')).toContain('pa 0xb8000 4k')
    await pause(page)
    await page.getByTestId('find').fill('first text serial where line has "pa 0xb8000"')
    await page.getByTestId('find').press('Enter')
    await expect.poll(() => diagramWords(page)).toContain('Code reads the same four entries')
    await page.getByTestId('follow-latest').click()
    await expect.poll(() => diagramWords(page)).not.toContain('Code reads')
  })
}
