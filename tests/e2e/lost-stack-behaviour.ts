/**
 * The whole of a debugging session with the keyboard alone: from a kernel's triple fault to the line that wrote the bad
 * value, and to a second branch on which it is right, laid beside the first.
 */
import { resolve } from 'node:path'
import { expect, type Page } from '@playwright/test'
import type { AppTest } from './app'

const KERNEL = resolve(__dirname, '../series/recorded/lost-stack-debug.elf')
const SOURCES = resolve(__dirname, '../series/kernels/lost-stack')

/** The mistake in `gdt.rs`: a size in bytes is taken for a number of pages. */
const STACK_SIZE = 5 * 4096
const WRONG_END = 0x520_c400
const RIGHT_END = WRONG_END - STACK_SIZE * 4096 + STACK_SIZE

const activity = (page: Page) => page.getByTestId('activity')
const tree = (page: Page) => page.getByTestId('variables')
const chosen = (page: Page) => tree(page).locator('[aria-selected="true"]')

/** Goes from pane to pane until the keys are on a tab's content, then along the tabs to another. */
async function turnTo(page: Page, tab: string): Promise<void> {
  const target = page.getByTestId(`tab-${tab}`)
  const row = target.locator('xpath=..')
  const isHere = () => row.evaluate((one) => one.contains(document.activeElement))
  const pane = row.locator('xpath=ancestor::*[@data-pane][1]')
  for (let i = 0; i < 9; i++) {
    if (await pane.evaluate((one) => one.contains(document.activeElement))) break
    await page.keyboard.press('F6')
  }
  for (let i = 0; i < 9 && !(await isHere()); i++) await page.keyboard.press('Shift+Tab')
  const count = await row.getByRole('tab').count()
  for (let i = 0; i < count; i++) {
    if ((await target.getAttribute('aria-selected')) === 'true') break
    await page.keyboard.press('ArrowRight')
  }
  await expect(target).toHaveAttribute('aria-selected', 'true')
}

/** Down to the row of this name. */
async function walkTo(page: Page, name: RegExp): Promise<void> {
  await expect(async () => {
    if (!name.test((await chosen(page).getAttribute('aria-label')) ?? '')) {
      await page.keyboard.press('ArrowDown')
    }
    await expect(chosen(page)).toHaveAttribute('aria-label', name, { timeout: 300 })
  }).toPass()
}

async function open(page: Page): Promise<void> {
  await page.keyboard.press('ArrowRight')
  await expect(chosen(page)).toHaveAttribute('aria-expanded', 'true')
  await page.keyboard.press('ArrowRight')
}

export function describeLostStack(test: AppTest): void {
  test('leads from a triple fault to the line at fault and to a branch that is right, by keyboard alone', async ({
    app: { page, choose },
  }) => {
    test.setTimeout(150_000)
    await expect(activity(page)).toHaveAttribute('data-activity', 'running')
    await choose(KERNEL, () => page.keyboard.press('Control+o'))
    await expect(activity(page)).toHaveAttribute('data-activity', 'frozen', { timeout: 60_000 })
    await expect(page.getByTestId('notices')).toContainText('Triple fault.')

    // The stack that #DF was to arrive on is nowhere: its end stands in the TSS.
    await turnTo(page, 'variables')
    await page.keyboard.press('Tab')
    await expect(page.getByTestId('variables-search')).toBeFocused()
    await page.keyboard.type('gdt::TSS')
    await expect(tree(page).getByRole('treeitem', { name: /^lost_stack::gdt::TSS,/ })).toBeVisible()
    await page.keyboard.press('ArrowDown')
    await expect(tree(page)).toBeFocused()
    await walkTo(page, /^lost_stack::gdt::TSS/)
    await open(page)
    await walkTo(page, /^interrupt_stack_table/)
    await open(page)
    await walkTo(page, new RegExp(`^0, VirtAddr\\(${WRONG_END}\\)`))
    await open(page)
    await expect(chosen(page)).toHaveAttribute('aria-label', `0, ${WRONG_END}, u64`)

    await page.keyboard.press('w')
    const written = page.getByTestId('notices').locator('[data-kind="write"]')
    await expect(written).toContainText('last written by lost_stack::gdt::load')
    await expect(written).toContainText('(gdt.rs:33)')
    await expect(written).toContainText('0x0 became 0x520c400')
    await expect(page.getByTestId('past')).toBeVisible()

    // The line, in the source: where that is, somebody has to say.
    await turnTo(page, 'code')
    await expect(page.getByTestId('place')).toContainText('gdt.rs:33')
    await choose(SOURCES, async () => {
      await page.getByTestId('no-source').getByRole('button').focus()
      await page.keyboard.press('Enter')
    })
    await expect(page.getByTestId('no-source')).toHaveCount(0)
    await expect(page.getByTestId('source').locator('[aria-current]')).toContainText(
      'interrupt_stack_table[DOUBLE_FAULT_IST as usize] = stack_end',
    )

    // Behind the store the value is changed for one that lies on the stack: this begins another branch.
    await page.keyboard.press('F8')
    await expect(page.getByTestId('place')).toContainText('gdt.rs:34')
    await turnTo(page, 'variables')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await expect(tree(page)).toBeFocused()
    await expect(chosen(page)).toHaveAttribute('aria-label', new RegExp(`^0, ${WRONG_END}`))
    await page.keyboard.press('Enter')
    await page.keyboard.press('Control+a')
    await page.keyboard.type(`0x${RIGHT_END.toString(16)}`)
    await page.keyboard.press('Enter')
    await expect(chosen(page)).toHaveAttribute(
      'aria-label',
      new RegExp(`^0, ${RIGHT_END}, changed`),
    )
    await expect(page.getByTestId('branches').getByRole('button')).toHaveCount(2)

    await page.keyboard.press('F5')
    await expect(activity(page)).toHaveAttribute('data-activity', 'exited', { timeout: 60_000 })

    await page.keyboard.press('Control+Shift+B')
    const view = page.getByTestId('compare-view')
    await expect(view).toBeFocused()
    await expect(page.getByTestId('compare-left')).toContainText('Triple fault')
    await expect(page.getByTestId('compare-right')).toContainText('33')
    // Neither has written to its screen: what they have printed stands in its place.
    await expect(page.getByTestId('compare-left')).toContainText('three ticks')
    await expect(page.getByTestId('divergence')).toContainText('They part at instr 1,2')
    // As long as it is being looked for, Escape gives that up instead.
    await expect(page.getByTestId('divergence')).toContainText('they take different ways')
    await page.keyboard.press('Escape')
    await expect(view).toHaveCount(0)
  })
}
