/** What the app does, told once and tested in every host: from the prompt to the exported walk. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect } from '@playwright/test'
import {
  activity,
  command,
  diagramWords,
  measureFrameRate,
  pause,
  PROMPT,
  screenText,
  setSpeed,
  translate,
  typeLine,
  waitForPrompt,
  type AppTest,
} from './app'
import { describeArrangement } from './arrangement-behaviour'
import { describeBoxes } from './boxes-behaviour'
import { describeIdtDispatch } from './idt-dispatch-behaviour'
import { describeEditing } from './editing-behaviour'
import { describeExecutor } from './executor-behaviour'
import { describeHeap } from './heap-behaviour'
import { describeImageMap } from './image-map-behaviour'
import { describeSoftwareWalk } from './software-walk-behaviour'
import { describeSpaceMap } from './space-map-behaviour'
import { describeInterleaving } from './interleaving-behaviour'
import { describeInterruptPath } from './interrupt-path-behaviour'
import { describeLostStack } from './lost-stack-behaviour'
import { describePortStrip } from './port-strip-behaviour'
import { describeScreenCells } from './screen-cells-behaviour'
import { describeMemory } from './memory-behaviour'
import { describePlaces } from './places-behaviour'
import { describeStackSwitch } from './stack-switch-behaviour'
import { describeDebugging } from './debug-behaviour'
import { describeTimeline } from './timeline-behaviour'
import { describeWhy } from './why-behaviour'
import { describeVariables } from './variables-behaviour'

export function describeApp(test: AppTest): void {
  describeTimeline(test)
  describeDebugging(test)
  describeLostStack(test)
  describePlaces(test)
  describeEditing(test)
  describeIdtDispatch(test)
  describeStackSwitch(test)
  describeInterruptPath(test)
  describeScreenCells(test)
  describeInterleaving(test)
  describePortStrip(test)
  describeImageMap(test)
  describeSoftwareWalk(test)
  describeSpaceMap(test)
  describeExecutor(test)
  describeHeap(test)
  describeWhy(test)
  describeBoxes(test)
  describeArrangement(test)
  describeVariables(test)
  describeMemory(test)

  test('boots the kernel to its prompt', async ({ app: { page } }) => {
    await waitForPrompt(page)
    expect(await screenText(page)).toContain('Ringside kernel')
    expect(await activity(page)).toBe('running')
  })

  test('does on its screen what is typed at the prompt', async ({ app: { page } }) => {
    const walk = await command(page, 'walk 0xb8000')
    expect(walk).toContain('L1[184] -> 0xb8000 rw-')
    expect(walk).toContain('pa 0xb8000 4k rw-')

    const touch = await command(page, 'touch 0xdeadbeef w')
    expect(touch.replace(/\n/g, '')).toContain(
      '! #PF vec 14 err 0x2 [absent write kernel] cr2 0xdeadbeef',
    )
    expect(await command(page, 'int 3')).toContain('! #BP vec 3')
    expect(await command(page, 'alloc 100')).toMatch(/1: 0xffffc000[0-9a-f]{8}/)

    await typeLine(page, 'overflow')
    await expect.poll(() => screenText(page)).toContain('! #DF vec 8 err 0x0')
    await expect(page.getByTestId('notices')).toContainText('nothing can wake it')
  })

  test('takes the keys of its commands while nothing has the focus, and Escape for a notice', async ({
    app,
  }, info) => {
    const { page } = app
    await waitForPrompt(page)
    const path = info.outputPath('notes.txt')
    writeFileSync(path, 'This is not a kernel.')
    await app.openKernel(path)
    const notice = page.getByTestId('notices').locator('[data-kind="machine"]')
    await expect(notice).toContainText('ELF')
    await page.evaluate(() => (document.activeElement as HTMLElement).blur())
    await page.keyboard.press('Escape')
    await expect(notice).toHaveCount(0)
    await page.keyboard.press('Shift+F6')
    await expect(page.getByTestId('timeline')).toBeFocused()
    await page.keyboard.press('Shift+F6')
    await expect(page.getByTestId('walk-list')).toBeFocused()
  })

  test('shows all keys on one sheet, without scrolling in a small window', async ({
    app: { page },
  }) => {
    await waitForPrompt(page)
    await page.setViewportSize({ width: 1280, height: 720 })
    await page.keyboard.press('F1')
    const sheet = page.getByTestId('keyboard')
    await expect(sheet).toContainText('Everywhere: run and step')
    await expect(sheet.getByText('show less, more, all of the run')).toBeInViewport({ ratio: 1 })
    const hidden = await sheet.evaluate(
      (element: HTMLElement) =>
        element.scrollHeight - element.clientHeight + element.scrollWidth - element.clientWidth,
    )
    expect(hidden).toBe(0)
    await page.keyboard.press('Escape')
    await expect(sheet).toBeHidden()
  })

  test('shows the instruction at RIP whole, and what a step changed beside it', async ({
    app: { page },
  }) => {
    await command(page, 'int 3')
    await pause(page)
    await page.getByTestId('timeline').focus()
    await page.keyboard.press('ArrowLeft')
    await expect(page.getByTestId('past')).toBeVisible()
    const list = page.getByTestId('disassembly')
    const current = list.locator('[aria-current]')
    await expect(current).toContainText('int 3')
    const [room, row] = [await list.boundingBox(), await current.boundingBox()]
    if (!room || !row) throw new Error('Neither the list nor RIP is on the page')
    expect(row.y).toBeGreaterThanOrEqual(room.y)
    expect(row.y + row.height).toBeLessThanOrEqual(room.y + room.height / 2)
    await page.getByTestId('tab-registers').click()
    await expect(page.getByTestId('registers')).toBeVisible()
    await expect(page.getByTestId('changes')).toContainText('RIP')
  })

  test('draws the walk that failed', async ({ app: { page } }) => {
    await command(page, 'touch 0xdeadbeef w')
    await pause(page)
    const row = page.getByTestId('walk-list').getByRole('option', { name: /dead_beef.*P = 0/ })
    await row.first().click()
    await expect.poll(() => diagramWords(page)).toContain('The walk stops at')
    const words = await diagramWords(page)
    expect(words).toContain('0x0000_0000_dead_beef')
    expect(words).toContain('Error code 0x0002, CR2 0x0000_0000_dead_beef')
    await expect(page.getByTestId('diagram').locator('svg')).toContainText('CR2')
  })

  test('draws where a typed address leads, without touching the machine', async ({
    app: { page },
  }) => {
    await waitForPrompt(page)
    await pause(page)
    const instant = await page.getByTestId('instant').textContent()
    await translate(page, '0xb8000')
    await expect.poll(() => diagramWords(page)).toContain('0x0000_0000_000b_8000')
    await page.getByTestId('tab-words').click()
    await expect(page.getByTestId('diagram-words')).toContainText('PTE')
    await expect(page.getByTestId('diagram-words')).toContainText('0x000b_8000')
    // What the abbreviations in the picture stand for, all of them.
    for (const words of ['PML4 page-map level 4', 'PWT write-through', 'XD execute disable'])
      await expect(page.getByTestId('key-words')).toContainText(words)
    expect(await page.getByTestId('instant').textContent()).toBe(instant)
  })

  test('says so when what was typed is no address', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await translate(page, 'main')
    await expect(page.getByTestId('address')).toHaveAttribute('aria-invalid', 'true')
    await expect(page.getByRole('alert')).toBeVisible()
  })

  test('exports the walk as an SVG that stands alone', async ({ app }) => {
    await waitForPrompt(app.page)
    await translate(app.page, '0xb8000')
    await expect.poll(() => diagramWords(app.page)).toContain('0x0000_0000_000b_8000')
    const svg = await app.exportSvg()
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
    expect(svg.trimEnd()).toMatch(/<\/svg>$/)
    expect(svg).toContain('0x0000_0000_000b_8000')
    expect(svg).not.toMatch(/<(foreignObject|script|use|image)\b|href=|url\((?!data:)/)
    expect(svg.length).toBeLessThan(80 * 1024)
    await expect(app.page.getByTestId('notices')).toContainText('Saved')
  })

  test('finds an event by a query, and says where a query is wrong', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await command(page, 'int 3')
    await pause(page)
    await page.getByTestId('find').fill('last fault BP')
    await page.getByTestId('find').press('Enter')
    await expect(page.getByTestId('past')).toBeVisible()
    await expect(page.getByTestId('timeline-words')).toContainText('#BP')
    await page.getByTestId('find').fill('last fualt BP')
    await page.getByTestId('find').press('Enter')
    await expect(page.getByTestId('notices')).toContainText('fault')
  })

  test('tells who wrote a byte, and goes there', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await command(page, 'alloc 100')
    await pause(page)
    const instant = await page.getByTestId('instant').textContent()
    await page.getByTestId('address').fill('0xb8000')
    await page.getByTestId('who-wrote').click()
    await expect(page.getByTestId('notices')).toContainText('was last written by')
    await expect(page.getByTestId('notices')).toContainText('became 0x52')
    await expect(page.getByTestId('instant')).not.toHaveText(instant ?? '')
    await page.getByTestId('address').fill('0xdead0000')
    await page.getByTestId('who-wrote').click()
    await expect(page.getByTestId('notices')).toContainText('Nothing is mapped')
  })

  test('saves the session, and opens it where it stood', async ({ app }, info) => {
    const { page } = app
    await command(page, 'int 3')
    await pause(page)
    const screen = await screenText(page)
    const instant = await page.getByTestId('instant').textContent()
    const path = info.outputPath('walkthrough.ringside')
    await app.saveSession(path)

    await page.getByRole('button', { name: 'Reset' }).click()
    await expect.poll(() => screenText(page)).not.toBe(screen)
    await app.openKernel(path)
    await expect.poll(() => screenText(page)).toBe(screen)
    await expect(page.getByTestId('instant')).toHaveText(instant ?? '')
    await expect(page.getByTestId('activity')).toHaveAttribute('data-activity', 'paused')
  })

  test('refuses a session that was cut off, and keeps running', async ({ app }, info) => {
    await waitForPrompt(app.page)
    const path = info.outputPath('cut.ringside')
    writeFileSync(path, 'PK')
    await app.openKernel(path)
    await expect(app.page.getByTestId('notices')).toContainText('cut off')
    await expect(app.page.getByTestId('activity')).toHaveAttribute('data-activity', 'running')
  })

  test('steps one instruction and marks what it changed', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await pause(page)
    const instant = async () =>
      Number((await page.getByTestId('instant').textContent())?.replace(/\D/g, ''))
    // The shell waits in HLT: the first step waits for the timer, the second is one instruction.
    const waiting = await instant()
    await page.getByTestId('step').click()
    await expect.poll(instant).toBeGreaterThan(waiting)
    const awake = await instant()
    await page.getByTestId('step').click()
    await expect.poll(instant).toBe(awake + 1)
    await expect(page.getByTestId('changes')).toContainText('RIP')
    await expect(page.getByTestId('disassembly').locator('[aria-current]')).toHaveCount(1)
    // Beside the source its place is told, without it that of the instruction.
    const place = page.getByTestId('place').or(page.getByTestId('location')).first()
    await expect(place).not.toBeEmpty()
  })

  test('tells a walk step by step', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await pause(page)
    await translate(page, '0xb8000')
    await expect(page.getByTestId('diagram-step')).toHaveText(/^(\d) of \1$/)
    const whole = await page.getByTestId('diagram-step').textContent()
    await page.getByTestId('previous-step').click()
    await expect(page.getByTestId('diagram-step')).not.toHaveText(whole ?? '')
    await page.getByTestId('next-step').click()
    await expect(page.getByTestId('diagram-step')).toHaveText(whole ?? '')
  })

  test('freezes on a triple fault and tells the chain in words', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await typeLine(page, 'run double-fault-without-ist')
    await expect(page.getByTestId('activity')).toHaveAttribute('data-activity', 'frozen')
    const notices = page.getByTestId('notices')
    await expect(notices).toContainText('Triple fault.')
    await expect(notices).toContainText('#DF')
    await notices.getByRole('button', { name: 'Reset' }).click()
    await waitForPrompt(page)
    await expect(notices).not.toContainText('Triple fault.')
  })

  test('shows how the guest ended, and begins anew on reset', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await typeLine(page, 'exit 16')
    await expect(page.getByTestId('activity')).toHaveText('Ended with status 33')
    await page.getByTestId('reset').click()
    await waitForPrompt(page)
  })

  test('answers on the serial line as well', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await page.getByTestId('tab-serial').click()
    const output = page.getByTestId('serial-output')
    await expect(output).toContainText(PROMPT)
    await page.getByLabel('COM1').fill('walk 0x0')
    await page.keyboard.press('Enter')
    await expect(output).toContainText('absent at L1')
  })

  test('gives the keyboard back on F6', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await page.getByTestId('screen').focus()
    await page.keyboard.press('F6')
    await expect(page.getByTestId('screen')).not.toBeFocused()
    await page.keyboard.press('Shift+F6')
    await expect(page.getByTestId('screen')).toBeFocused()
  })

  test('types what is pasted', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await page.getByTestId('screen').evaluate((element: Element) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', 'walk 0xFFFF_8000_000B_8000 # "Aa~"')
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
    })
    await expect.poll(() => screenText(page)).toContain('ring0> walk 0xFFFF_8000_000B_8000 # "Aa~"')
  })

  test('types a long text whole', async ({ app: { page } }) => {
    await waitForPrompt(page)
    const text = Array.from({ length: 6 }, (_, i) => `walk 0x${i}000\n`).join('')
    await page.getByTestId('screen').evaluate((element: Element, pasted: string) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', pasted)
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
    }, text)
    await page.getByTestId('tab-serial').click()
    for (const line of text.trim().split('\n')) {
      await expect(page.getByTestId('serial-output')).toContainText(`${PROMPT}${line}\n`)
    }
  })

  test('says why an image cannot be loaded, and keeps running', async ({ app }) => {
    await waitForPrompt(app.page)
    const path = join(mkdtempSync(join(tmpdir(), 'ringside-e2e-')), 'notes.txt')
    writeFileSync(path, 'This is not a kernel.')
    await app.openKernel(path)
    const notices = app.page.getByTestId('notices')
    await expect(notices.locator('[data-kind="machine"]')).toContainText(/ELF/)
    expect(await activity(app.page)).toBe('running')
    expect(await command(app.page, 'walk 0x0')).toContain('absent at L1')
  })

  test('runs a reader’s kernel, and says where its output is', async ({ app }) => {
    const { page } = app
    await waitForPrompt(page)
    await app.openKernel(resolve(__dirname, '../series/recorded/tasks-release.elf'))
    await expect(page.getByTestId('screen-hint')).toHaveText('Blank: the guest writes to Serial')
    await page.getByTestId('tab-serial').click()
    await expect(page.getByTestId('serial-output')).not.toBeEmpty()
    await expect(page.getByRole('contentinfo')).toContainText('tasks-release.elf')
  })

  test('changes the theme, all of it', async ({ app: { page } }) => {
    await waitForPrompt(page)
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    await page.getByTestId('theme').selectOption('light')
    await expect.poll(paper).toBe('rgb(255, 255, 255)')
    await page.getByTestId('theme').selectOption('dark')
    await expect.poll(paper).toBe('rgb(16, 20, 26)')
    const drawn = page.getByTestId('diagram').locator('svg > rect').first()
    await expect(drawn).toHaveAttribute('fill', '#10141a')
  })

  test('draws and answers while the machine runs flat out, and reports how smoothly', async ({
    app: { page },
  }) => {
    await waitForPrompt(page)
    await setSpeed(page, 'flat-out')
    // A task that is polled without rest never halts, so the processor has no pause to skip.
    await typeLine(page, 'run async-keyboard exec=simple')
    await expect.poll(() => screenText(page)).toContain('== async-keyboard')
    await page.waitForTimeout(1000)
    const { fps, worst } = await measureFrameRate(page, 3)
    const mips = await page.getByTestId('mips').textContent()
    test.info().annotations.push({ type: 'frame rate', description: `${fps.toFixed(1)} fps` })
    console.log(`flat out: ${mips}, ${fps.toFixed(1)} frames/s, longest gap ${worst.toFixed(0)} ms`)
    // The figure depends on the host and is a report; that the page lives does not.
    expect(fps).toBeGreaterThan(0)
    await page.getByTestId('run-or-pause').click()
    await expect(page.getByTestId('activity')).toHaveAttribute('data-activity', 'paused')
  })
}
