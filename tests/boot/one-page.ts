/** The two images of one page: what each is, and where it ends. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { FinalState } from './scenarios'

export interface OnePageImage {
  readonly name: string
  readonly finalState: FinalState
  /** Where the processor then is, from and to. */
  readonly rip: readonly [bigint, bigint]
}

/** Where kernel/one-page/one-page.ld puts the page, and its stack behind a page that is absent. */
export const PAGE = 0x20_1000n
export const STACK_GUARD = 0x20_2000n
export const STACK_TOP = 0x20_4000n

export const onePageImages: readonly OnePageImage[] = [
  { name: 'freestanding', finalState: 'spin', rip: [PAGE, PAGE + 0xfffn] },
  { name: 'entry-returns', finalState: 'shutdown', rip: [0n, 0n] },
]

export const imagePath = (name: string): string =>
  fileURLToPath(new URL(`../../kernel/prebuilt/${name}.elf`, import.meta.url))

export const imageOf = (name: string): Uint8Array => readFileSync(imagePath(name))
