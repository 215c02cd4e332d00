/** How a reader asks why, told once and tested in every host: by keyboard, from a shutdown, of the past, of a shown walk. */
import { expect, type Page } from '@playwright/test'
import { command, listenFor, pause, typeLine, waitForPrompt, type AppTest } from './app'

const why = (page: Page) => page.getByTestId('why')

export function describeWhy(test: AppTest): void {
  test('explains a triple fault from the first cause on, asked by a key', async ({
    app: { page },
  }) => {
    await waitForPrompt(page)
    await typeLine(page, 'run double-fault-without-ist')
    await expect(page.getByTestId('activity')).toHaveAttribute('data-activity', 'frozen')
    await page.getByTestId('tab-stack-switch').focus()
    const hasDenied = await listenFor(page, 'Nothing has gone wrong here.')
    await page.keyboard.press('?')
    await expect(why(page)).toBeFocused()
    await expect(why(page).getByRole('heading')).toHaveText([
      /^Why #PF on the write to 0x/,
      'Why #DF?',
      'Why a triple fault?',
    ])
    await expect(why(page)).toContainText('guard page of the kernel stack')
    await expect(why(page)).toContainText('IST 1 in gate 8')
    // Not even while the answer was on its way.
    expect(await hasDenied()).toBe(false)
  })

  test('opens the explanation from the notice, and goes to the instruction from there', async ({
    app: { page },
  }) => {
    await waitForPrompt(page)
    await typeLine(page, 'run double-fault-without-ist')
    await page.getByTestId('notice-why').click()
    await why(page)
      .getByRole('button', { name: /^call / })
      .press('Enter')
    await expect(page.getByTestId('activity')).toHaveAttribute('data-activity', 'paused')
    await expect(why(page)).toContainText('Nothing has gone wrong here.')
    await page.getByTestId('step').press('Enter')
    await expect(why(page)).toContainText('Why a triple fault?')
  })

  test('leads to the last exception when its handler has returned', async ({ app: { page } }) => {
    await command(page, 'touch 0xdeadbeef w')
    await pause(page)
    await page.getByTestId('tab-executor').focus()
    await page.keyboard.press('?')
    await page.getByTestId('why-last').press('Enter')
    await expect(why(page)).toContainText('Why #PF on the write to 0x0000_0000_dead_beef?')
    await expect(why(page)).toContainText('enter_page_fault through gate 14')
  })

  test('explains the walk on show, and leads to the diagram of a gate', async ({
    app: { page },
  }) => {
    await command(page, 'touch 0xdeadbeef w')
    await pause(page)
    await page.getByTestId('tab-page-walk').click()
    await page.getByTestId('address').fill('0x8080604567')
    await page.getByTestId('translate').click()
    await page.getByTestId('diagram').locator('svg').focus()
    await page.keyboard.press('?')
    await expect(why(page)).toContainText(
      'Why would the read from 0x0000_0080_8060_4567 raise #PF?',
    )
    await page.getByTestId('tab-idt-dispatch').click()
    await page.getByTestId('dispatch-list').waitFor({ state: 'hidden' })
    await expect(why(page)).not.toContainText('0x0000_0080_8060_4567')
  })

  test('leaves a question mark to the guest and to what is typed', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await typeLine(page, 'a?b')
    // The tool presses the key without Shift.
    await expect(page.getByTestId('screen-text')).toContainText(/a[?/]b/)
    await expect(why(page)).toHaveCount(0)
    await page.getByTestId('screen').focus()
    await page.keyboard.press('Control+Shift+Slash')
    await expect(why(page)).toBeFocused()
  })

  test('gives the explanation as text', async ({ app: { page, copied } }) => {
    await waitForPrompt(page)
    await typeLine(page, 'run no-idt')
    await page.getByTestId('notice-why').click()
    await why(page).getByRole('button', { name: 'Copy as text' }).click()
    await expect
      .poll(copied)
      .toContain('Why a triple fault?\nThe handler of #DF could not be called: gate 8')
  })
}
