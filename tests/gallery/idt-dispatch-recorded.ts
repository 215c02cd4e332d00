/** The recorded deliveries as the models that the machine's observer makes of them. */
import { readFileSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { createIdtDispatchObserver } from '../../src/emulator/observers/idt-dispatch'
import type { DispatchLookup } from '../../src/emulator/observers/idt-dispatch-model'
import type { IdtDispatch } from '../../src/shared/models/idt-dispatch'
import { parseWithBigints } from '../fixtures/bigint-json'
import type { RecordedDispatch } from '../fixtures/idt-dispatch/record'

const FOLDER = resolve(import.meta.dirname, '../fixtures/idt-dispatch/recorded')

export function recordingOf(name: string): RecordedDispatch {
  const file = readFileSync(resolve(FOLDER, `${name}.json`), 'utf8')
  return parseWithBigints(file) as RecordedDispatch
}

/** Answers as the machine did when the recording was made. */
export const lookupOf = ({ instructions, handlers }: RecordedDispatch): DispatchLookup => ({
  instruction: (rip) => instructions.find((answer) => answer.rip === rip) ?? { rip },
  handler: (rip) => handlers.find((answer) => answer.rip === rip) ?? { rip, code: [] },
})

export function recordedDispatch(name: string): IdtDispatch {
  const recorded = recordingOf(name)
  const observer = createIdtDispatchObserver(lookupOf(recorded))
  recorded.events.forEach(observer.observe)
  observer.select(recorded.sequence)
  const { selected } = observer.model()
  if (!selected) throw new Error(`${name} records no delivery`)
  return selected
}

export const recordedDispatchNames = (): string[] =>
  readdirSync(FOLDER)
    .map((file) => file.replace(/\.json$/, ''))
    .sort()
