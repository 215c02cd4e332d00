/** How a reader looks at the program's variables, by keyboard alone, told once and tested in every host. */
import { expect, type Locator, type Page } from '@playwright/test'
import { command, pause, waitForPrompt, type AppTest } from './app'

const TICKS = 'pit_8254::TICKS'

const tree = (page: Page) => page.getByTestId('variables')
const row = (page: Page, name: string): Locator =>
  tree(page).getByRole('treeitem', { name: new RegExp(`(^|::)${name},`) })
const chosen = (page: Page): Locator => tree(page).locator('[aria-selected="true"]')

async function openVariables(page: Page): Promise<void> {
  await page.getByTestId('tab-variables').press('Enter')
  await expect(tree(page)).toBeVisible()
  await expect(tree(page).getByRole('treeitem', { name: 'Statics' })).not.toContainText(
    'being read',
  )
}

/** Leaves the one variable that is meant in the tree, and the keys on it. */
async function find(page: Page, name: string): Promise<void> {
  await page.getByTestId('variables-search').fill(name)
  await expect(row(page, name)).toHaveCount(1)
  await page.getByTestId('variables-search').press('ArrowDown')
  await expect(tree(page)).toBeFocused()
  await page.keyboard.press('End')
  await expect(chosen(page)).toHaveAttribute('aria-label', new RegExp(name))
}

export function describeVariables(test: AppTest): void {
  test('shows the variables of the chosen call, and says which call that is', async ({
    app: { page },
  }) => {
    await waitForPrompt(page)
    await pause(page)
    await page.getByTestId('tab-calls').press('Enter')
    await page.getByTestId('backtrace').focus()
    const call = page.getByRole('option', { name: /waker_executor::run/ })
    for (let step = 0; step < 6; step++) {
      if ((await call.getAttribute('aria-selected')) === 'true') break
      await page.keyboard.press('ArrowDown')
      await page.waitForTimeout(150)
    }
    await openVariables(page)
    await expect(page.getByTestId('variables-frame')).toContainText('waker_executor::run')
    await tree(page).focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowDown')
    await expect(chosen(page)).toHaveAttribute('aria-label', /^entries, \{1: Entry \{/)
    await page.keyboard.press('ArrowRight')
    await expect(chosen(page)).toHaveAttribute('aria-expanded', 'true')
    await page.keyboard.press('ArrowRight')
    await expect(chosen(page)).toHaveAttribute('aria-level', '3')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    await expect(chosen(page)).toHaveAttribute('aria-expanded', 'false')
  })

  test('marks a static that has changed, and changes it back in place', async ({
    app: { page, copied },
  }) => {
    await command(page, 'int 3')
    await pause(page)
    await openVariables(page)
    await find(page, TICKS)
    await expect(row(page, TICKS)).not.toHaveAttribute('aria-label', /changed/)
    await page.getByTestId('run-or-pause').press('Enter')
    await page.waitForTimeout(400)
    await pause(page)
    await expect(row(page, TICKS)).toHaveAttribute('aria-label', /changed/)
    await tree(page).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.type('many')
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('new-value')).toHaveAttribute('aria-invalid', 'true')
    await page.keyboard.press('Control+a')
    await page.keyboard.type('0x10')
    await page.keyboard.press('Enter')
    await expect(row(page, TICKS)).toHaveAttribute('aria-label', /TICKS, 16, changed/)
    await expect(tree(page)).toBeFocused()
    await page.keyboard.press('Control+c')
    await expect.poll(copied).toBe('16')
    await page.keyboard.press('w')
    await expect(page.getByTestId('notices').locator('[data-kind="write"]')).toContainText('by you')
  })

  test('shows the values of any instant', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await pause(page)
    await openVariables(page)
    await find(page, TICKS)
    const value = async () => (await row(page, TICKS).getAttribute('aria-label')) ?? ''
    const last = await value()
    await page.getByTestId('timeline').focus()
    await page.keyboard.press('Home')
    await expect.poll(value).toContain('TICKS, <not mapped>')
    await page.getByTestId('go-to-end').press('Enter')
    await expect
      .poll(async () => (await value()).replace(', changed', ''))
      .toBe(last.replace(', changed', ''))
  })
}
