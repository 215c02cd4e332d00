/** Blocks that are asked for at the prompt appear in the heap; allocators are compared on the same requests. */
import { expect } from '@playwright/test'
import { screenText, typeLine, waitForPrompt, type AppTest } from './app'

export function describeHeap(test: AppTest): void {
  test('draws a block where the kernel was given it, and lists it', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await page.getByRole('tab', { name: 'Heap' }).click()
    const diagram = page.getByTestId('diagram')
    await expect(diagram.locator('svg title')).toHaveText(/./)
    await typeLine(page, 'alloc 100')
    await expect.poll(() => screenText(page)).toContain('1: 0x')
    const address = /1: (0x[0-9a-f]+)/.exec(await screenText(page))?.[1] ?? ''
    await expect(diagram).toContainText('alloc(100, align 8)')
    const written = address.replace('0x', '').replace(/\B(?=(.{4})+$)/g, '_')
    await expect(page.getByTestId('block-list')).toContainText(`0x${written}`)
    await expect(page.getByTestId('request-list')).toContainText('alloc(100, align 8)')
  })

  test('keeps a heap, and compares another allocator with it', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await page.getByRole('tab', { name: 'Heap' }).click()
    await expect(page.getByTestId('diagram').locator('svg title')).toHaveText(/./)
    await page.getByTestId('keep-heap').click()
    await typeLine(page, 'heap use bump')
    await waitForPrompt(page)
    await typeLine(page, 'alloc 100')
    const diagram = page.getByTestId('diagram')
    await expect(diagram).toContainText('Bump')
    await page.getByTestId('compare-heaps').click()
    await expect(diagram.locator('svg title')).toHaveText(
      'What two allocators make of their requests',
    )
    await page.getByTestId('forget-heaps').click()
    await expect(diagram.locator('svg title')).not.toHaveText(/two allocators/)
  })
}
