/** How a reader names instants and branches, deletes them and brings them back, and lays two branches side by side. */
import { expect, type Page } from '@playwright/test'
import { command, listenFor, pause, screenText, typeLine, instantOf, type AppTest } from './app'

const LONG = 'the way on which the keyboard is asked for an undefined opcode, and what came of it'

const dialog = (page: Page) => page.getByTestId('places')
const bookmarks = (page: Page) => page.getByTestId('bookmark-list').getByRole('listitem')
const branches = (page: Page) => page.getByTestId('branch-list').getByRole('listitem')
const view = (page: Page) => page.getByTestId('compare-view')
async function openPlaces(page: Page): Promise<void> {
  await page.keyboard.press('Control+b')
  await expect(page.getByTestId('bookmark-name')).toBeFocused()
}

async function rename(page: Page, name: string): Promise<void> {
  await page.keyboard.press('F2')
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
}

/** Two branches: the first run, and one that was typed to before its breakpoint. */
async function fork(page: Page): Promise<void> {
  await command(page, 'int 3')
  await pause(page)
  await page.getByTestId('timeline').focus()
  await page.keyboard.press('ArrowLeft')
  await expect(page.getByTestId('past')).toBeVisible()
  await typeLine(page, 'ud')
  await page.keyboard.press('F5')
  await expect.poll(() => screenText(page)).toContain('! #UD')
  await pause(page)
}

export function describePlaces(test: AppTest): void {
  test('names an instant, goes back to it, renames it, deletes it and brings it back, by keyboard alone', async ({
    app: { page },
  }) => {
    await command(page, 'int 3')
    await pause(page)
    const here = await instantOf(page)
    await openPlaces(page)
    await page.keyboard.type('behind the breakpoint')
    await page.keyboard.press('Enter')
    await expect(dialog(page)).toBeHidden()
    await page.getByTestId('timeline').focus()
    await page.keyboard.press('Home')
    await expect.poll(() => instantOf(page)).toBe(0)

    await openPlaces(page)
    await page.keyboard.press('ArrowDown')
    await expect(bookmarks(page)).toBeFocused()
    await rename(page, LONG)
    await expect(bookmarks(page)).toContainText(LONG)
    await expect(bookmarks(page)).toBeFocused()
    // What has been named is not a breakpoint as well: the key was the dialog's own.
    await page.keyboard.press('Enter')
    await expect(dialog(page)).toBeHidden()
    await expect.poll(() => instantOf(page)).toBe(here)

    await openPlaces(page)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Delete')
    await expect(bookmarks(page)).toHaveCount(0)
    await page.keyboard.press('Escape')
    const undo = page.getByRole('button', { name: 'Bring it back' })
    await undo.focus()
    await page.keyboard.press('Enter')
    await openPlaces(page)
    await expect(bookmarks(page)).toContainText(LONG)
    await page.keyboard.press('Escape')
    await page.getByTestId('tab-calls').press('Enter')
    await expect(page.getByTestId('breakpoints')).toHaveCount(0)
  })

  test('compares the branches that the dialog names, and tells where they part, by keyboard alone', async ({
    app: { page },
  }) => {
    test.setTimeout(120_000)
    await fork(page)
    await openPlaces(page)
    for (let i = 0; i < 4; i++) {
      if (
        await branches(page)
          .nth(0)
          .evaluate((row) => row === document.activeElement)
      )
        break
      await page.keyboard.press('ArrowDown')
    }
    await rename(page, LONG)
    await expect(branches(page).nth(0)).toContainText(LONG)
    const isLost = await listenFor(page, 'no longer there')
    await page.keyboard.press('c')
    await expect(dialog(page)).toBeHidden()
    await expect(view(page)).toBeFocused()
    await expect(page.getByTestId('compare-left')).toContainText(LONG)
    await expect(page.getByTestId('divergence')).toContainText('They part at instr', {
      timeout: 60_000,
    })
    expect(await isLost()).toBe(false)
    // A long name takes no room from what can be pressed.
    await expect(page.getByTestId('compare-left').getByRole('button')).toBeInViewport({ ratio: 1 })
    await expect(page.getByTestId('compare')).toBeInViewport({ ratio: 1 })

    const end = await instantOf(page)
    await page.keyboard.press('d')
    await expect.poll(() => instantOf(page)).toBeLessThan(end)
    await expect(page.getByTestId('compare-registers')).toBeVisible()
    await page.keyboard.press('F6')
    await expect(page.getByTestId('compare-registers')).toBeFocused()
    await page.keyboard.press('F6')
    await page.keyboard.press('F6')
    await expect(page.getByTestId('compare-events')).toBeFocused()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Control+Shift+B')
    await expect(view(page)).toHaveCount(0)
  })

  test('deletes a branch, and brings it back with all that happened on it', async ({
    app: { page },
  }) => {
    test.setTimeout(120_000)
    await fork(page)
    // Nobody deletes the branch that they stand on: the other one is gone over to first.
    await page.getByTestId('branches').getByRole('button').nth(0).press('Enter')
    await page.getByTestId('go-to-end').press('Enter')
    await expect.poll(() => screenText(page)).toContain('! #BP')
    await openPlaces(page)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await expect(branches(page).nth(1)).toBeFocused()
    await page.keyboard.press('Delete')
    await expect(branches(page)).toHaveCount(1)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Bring it back' }).press('Enter')
    await expect(page.getByTestId('branches').getByRole('button')).toHaveCount(2)
    await page.getByTestId('branches').getByRole('button').nth(1).press('Enter')
    await page.getByTestId('go-to-end').press('Enter')
    await expect.poll(() => screenText(page)).toContain('! #UD')
  })
}
