/** The recorded deliveries as the models that the machine's observer makes of them. */
import { createIdtDispatchObserver } from '../../src/emulator/observers/idt-dispatch'
import type { DispatchLookup } from '../../src/emulator/observers/idt-dispatch-model'
import type { IdtDispatch } from '../../src/shared/models/idt-dispatch'
import type { RecordedDispatch } from '../fixtures/idt-dispatch/record'
import { once, readRecorded, recordedNames } from './recorded'

const FOLDER = 'idt-dispatch/recorded'

export const recordingOf = (name: string): RecordedDispatch =>
  readRecorded(FOLDER, name) as RecordedDispatch

/** Answers as the machine did when the recording was made. */
export const lookupOf = ({ instructions, handlers }: RecordedDispatch): DispatchLookup => ({
  instruction: (rip) => instructions.find((answer) => answer.rip === rip) ?? { rip },
  handler: (rip) => handlers.find((answer) => answer.rip === rip) ?? { rip, code: [] },
})

export const recordedDispatch = once((name): IdtDispatch => {
  const recorded = recordingOf(name)
  const observer = createIdtDispatchObserver(lookupOf(recorded))
  recorded.events.forEach(observer.observe)
  observer.select(recorded.sequence)
  const { selected } = observer.model()
  if (!selected) throw new Error(`${name} records no delivery`)
  return selected
})

export const recordedDispatchNames = (): string[] => recordedNames(FOLDER)
