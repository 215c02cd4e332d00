/**
 * Types a long text as a very quick person would: a keyboard holds few keys that nobody has read
 * yet, and a guest that is given a page at once loses most of it.
 */
import { typeCharacter } from '../../../shared/scan-codes'

/** What is typed in one go, and the pause after it: 250 characters a second. */
const BURST = 4
const PAUSE_MS = 16

/** More than any command or lesson; a pasted book is a mistake. */
const LONGEST_TEXT = 4096

export interface Typist {
  /** Types after what is still being typed. */
  type(text: string): void
  /** Forgets what has not been typed yet. */
  stop(): void
}

type Later = (callback: () => void, delay: number) => void

export function createTypist(
  send: (scanCodes: readonly number[]) => void,
  later: Later = (callback, delay) => void setTimeout(callback, delay),
): Typist {
  let waiting: string[] = []
  let isTyping = false

  function typeOn(): void {
    isTyping = waiting.length > 0
    if (!isTyping) return
    send(waiting.splice(0, BURST).flatMap((character) => [...typeCharacter(character)]))
    later(typeOn, PAUSE_MS)
  }

  return {
    type(text) {
      const lines = text.replace(/\r\n?/g, '\n')
      waiting = [...waiting, ...lines].slice(0, LONGEST_TEXT)
      if (!isTyping) typeOn()
    },
    stop() {
      waiting = []
    },
  }
}
