/** The app as a person meets it, whichever host it runs in; tests say what they do in these words. */
import { expect, type Page, type TestType } from '@playwright/test'

export interface App {
  readonly page: Page
  /** Asks for the export and gives the text of the file that a person would find. */
  readonly exportSvg: () => Promise<string>
  /** Saves the session to a file, as a person would. */
  readonly saveSession: (path: string) => Promise<void>
  /** Opens a kernel image or a session as a person would, from a file. */
  readonly openKernel: (path: string) => Promise<void>
  /** What the clipboard holds. */
  readonly copied: () => Promise<string>
  /** Does what asks for a file or a folder, and chooses this one. */
  readonly choose: (path: string, ask: () => Promise<void>) => Promise<void>
}

/** The fixtures of the two hosts differ; all that is used of them here is the app. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- TestType is invariant in its fixtures
export type AppTest = TestType<{ app: App } & any, any>

export const PROMPT = 'ring0> '

export const screenText = (page: Page): Promise<string> =>
  page.getByTestId('screen-text').evaluate((element) => element.textContent ?? '')

const promptsOn = (text: string) => text.split(PROMPT.trim()).length - 1

/** Gives the screen as it stands then: asked for again, it may be that of a kernel which was put there meanwhile. */
export async function waitForPrompt(page: Page): Promise<string> {
  let text = ''
  const look = async () => (text = await screenText(page))
  await expect.poll(look).toMatch(/ring0>\s*$/)
  return text
}

/** Types with the keyboard on the guest's screen. */
export async function typeLine(page: Page, line: string): Promise<void> {
  await page.getByTestId('screen').focus()
  await page.keyboard.type(line)
  await page.keyboard.press('Enter')
}

/** Types a command at the prompt and waits for the next prompt; gives what the screen then shows. */
export async function command(page: Page, line: string): Promise<string> {
  const before = promptsOn(await waitForPrompt(page))
  await typeLine(page, line)
  await expect.poll(async () => promptsOn(await screenText(page))).toBe(before + 1)
  return waitForPrompt(page)
}

/** Where the machine stands. */
export const instantOf = async (page: Page): Promise<number> =>
  Number((await page.getByTestId('instant').textContent())?.replace(/\D/g, ''))

export const activity = (page: Page): Promise<string | null> =>
  page.getByTestId('activity').getAttribute('data-activity')

export async function pause(page: Page): Promise<void> {
  if ((await activity(page)) === 'running') await page.getByTestId('run-or-pause').click()
  await expect(page.getByTestId('activity')).toHaveAttribute('data-activity', 'paused')
}

export async function setSpeed(page: Page, stop: 'slowest' | 'flat-out'): Promise<void> {
  await page.getByTestId('speed').focus()
  await page.keyboard.press(stop === 'slowest' ? 'Home' : 'End')
}

/** Shows where an address leads. */
export async function translate(page: Page, address: string): Promise<void> {
  await page.getByTestId('address').fill(address)
  await page.getByTestId('translate').click()
}

/** In the card of a gate that is chosen in the drawn IDT: the handler gets the stack of IST 1. */
export async function giveGateAnIst(page: Page): Promise<void> {
  await page.keyboard.press('e')
  await page.keyboard.press('Enter')
  await page.keyboard.type('1')
  await page.keyboard.press('Enter')
}

/** The title and the words of the diagram on show. */
export const diagramWords = async (page: Page): Promise<string> =>
  (await page.getByTestId('diagram').locator('svg').getAttribute('aria-label')) ?? ''

/** Listens from now on; the answer says whether the page has held these words since, however shortly. */
export async function listenFor(page: Page, words: string): Promise<() => Promise<boolean>> {
  const heard = await page.evaluateHandle((wanted) => {
    const found = { isSaid: false }
    const look = () => (found.isSaid ||= document.body.textContent?.includes(wanted) ?? false)
    new MutationObserver(look).observe(document.body, {
      childList: true,
      subtree: true,
      characterData: true,
    })
    return found
  }, words)
  return () => heard.evaluate(({ isSaid }) => isSaid)
}

/** Animation frames per second over some seconds, as the page sees them. */
export const measureFrameRate = (
  page: Page,
  seconds: number,
): Promise<{ fps: number; worst: number }> =>
  page.evaluate(
    (milliseconds) =>
      new Promise((resolve) => {
        const times: number[] = []
        const tick = (time: number) => {
          times.push(time)
          const first = times[0] ?? time
          if (time - first < milliseconds) return void requestAnimationFrame(tick)
          const gaps = times.slice(1).map((at, i) => at - (times[i] ?? at))
          resolve({ fps: (1000 * gaps.length) / (time - first), worst: Math.max(...gaps) })
        }
        requestAnimationFrame(tick)
      }),
    seconds * 1000,
  )

/** Collects what a page complains of: errors, and whatever its content policy refused. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  return complaints
}
