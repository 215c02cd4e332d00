/** How a reader looks at memory, by keyboard alone, told once and tested in every host. */
import { expect, type Page } from '@playwright/test'
import { command, pause, waitForPrompt, type AppTest } from './app'

const bytes = (page: Page) => page.getByTestId('memory')
const chosen = (page: Page) => bytes(page).locator('[role="gridcell"][aria-selected="true"]')
const place = (page: Page) => page.getByTestId('memory-place')

/** To the pane, with the keys on its bytes. */
async function openMemory(page: Page): Promise<void> {
  await page.getByTestId('tab-memory').press('Enter')
  await bytes(page).focus()
  await expect(chosen(page)).toHaveCount(1)
}

async function goTo(page: Page, address: string): Promise<void> {
  await page.keyboard.press('g')
  await expect(page.getByTestId('memory-address')).toBeFocused()
  await page.keyboard.type(address)
  await page.keyboard.press('Enter')
}

export function describeMemory(test: AppTest): void {
  test('shows the bytes of an address, whose they are, and what their page allows', async ({
    app: { page },
  }) => {
    await waitForPrompt(page)
    await pause(page)
    await openMemory(page)
    await goTo(page, 'vga')
    await expect(bytes(page)).toHaveAttribute('data-cursor', '0x0000_0000_000b_8000')
    // The screen begins with the kernel's name.
    await expect(chosen(page)).toHaveText('52')
    await expect(place(page)).toContainText('RW– supervisor')
    await expect(place(page)).toContainText('physical 0x000b_8000')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowDown')
    await expect(bytes(page)).toHaveAttribute('data-cursor', '0x0000_0000_000b_8009')
    await page.keyboard.press('PageDown')
    await page.keyboard.press('PageUp')
    await page.keyboard.press('Home')
    await expect(bytes(page)).toHaveAttribute('data-cursor', '0x0000_0000_000b_8008')
  })

  test('says where nothing is mapped, and leads to what is', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await pause(page)
    await openMemory(page)
    await goTo(page, '0x6000_0000_0000')
    await expect(place(page)).toHaveText('not mapped: PML4E has P = 0')
    await page.keyboard.press('n')
    await expect(place(page)).toContainText('supervisor')
    await goTo(page, 'no_such_thing')
    await expect(page.getByTestId('memory-address')).toHaveAttribute('aria-invalid', 'true')
  })

  test('changes a byte by typing it, and tells who did', async ({ app: { page } }) => {
    await command(page, 'int 3')
    await pause(page)
    await openMemory(page)
    await goTo(page, 'vga')
    await expect(chosen(page)).toHaveText('52')
    await page.keyboard.press('4')
    await expect(chosen(page)).toHaveText('4_')
    await page.keyboard.press('Escape')
    await expect(chosen(page)).toHaveText('52')
    await page.keyboard.type('41')
    await expect(bytes(page)).toHaveAttribute('data-cursor', '0x0000_0000_000b_8001')
    await page.keyboard.press('ArrowLeft')
    await expect(chosen(page)).toHaveText('41')
    await expect(chosen(page)).toHaveAttribute('aria-label', '41, changed')
    await page.keyboard.press('w')
    await expect(page.getByTestId('notices').locator('[data-kind="write"]')).toContainText('by you')
  })

  test('goes along with the stack where that is asked', async ({ app: { page } }) => {
    await command(page, 'int 3')
    await pause(page)
    await openMemory(page)
    await goTo(page, 'rip')
    await page.getByTestId('memory-follow').press('Enter')
    const before = await bytes(page).getAttribute('data-cursor')
    await page.getByTestId('step').press('Enter')
    await expect(bytes(page)).not.toHaveAttribute('data-cursor', before ?? '')
  })

  test('shows a variable in memory', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await pause(page)
    await page.getByTestId('tab-variables').press('Enter')
    await page.getByTestId('variables-search').fill('pit_8254::TICKS')
    await expect(page.getByTestId('variables').getByText('TICKS')).toHaveCount(1)
    await page.getByTestId('variables-search').press('ArrowDown')
    await page.keyboard.press('End')
    await page.keyboard.press('m')
    await expect(place(page)).toContainText('TICKS')
  })
}
