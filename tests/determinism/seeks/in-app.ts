/**
 * Goes through a run in the built app, by the messages that its window sends to the machine's worker: a session is opened
 * at its beginning, instants are sought, and each time the session is saved, which says the state's hash.
 */
import { inflateRawSync } from 'node:zlib'
import { expect, type Page } from '@playwright/test'
import { encodeSession } from '../../../src/emulator/timeline/session-file'
import type { Command, Update } from '../../../src/shared/protocol'
import { instant } from '../../../src/shared/units'
import { firstPass } from './first-pass'
import { planSeeks } from './plan'
import { imageOf, type SeekRun } from './runs'

/** What a host's window has of a machine, put where the page finds it. */
export interface PageMachine {
  send(command: Command): void
  onMessage(listener: (update: Update) => void): void
}

declare global {
  interface Window {
    machineUnderTest?: PageMachine
  }
}

/** Every so many instants of a plan are passed in ascending order first, with nothing known of the run: its first pass. */
const PASSED = 10

function newSession(run: SeekRun): Buffer {
  const { name, commandLine, memorySize, inputs, length } = run
  const [start, end] = [instant(0), instant(length)]
  const [before] = [...firstPass(run, [0]).values()]
  return Buffer.from(
    encodeSession({
      name,
      image: imageOf(run),
      commandLine,
      memorySize,
      branches: [{ id: 0, forkedAt: start, end, inputs }],
      present: 0,
      now: start,
      stateHash: before ?? '',
      bookmarks: [],
      breakpoints: [],
    }),
  )
}

const open = (page: Page, run: SeekRun) =>
  page.evaluate(
    ({ name, text }) =>
      new Promise<void>((resolve, reject) => {
        const machine = window.machineUnderTest
        machine?.onMessage((update) => {
          if (update.type === 'failed') reject(new Error(update.cause))
          if (update.type !== 'frame') return
          if (update.frame.status.imageName === name) resolve()
          else machine.send({ type: 'request-frame' })
        })
        const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
        machine?.send({ type: 'open-session', bytes })
        machine?.send({ type: 'request-frame' })
      }),
    { name: run.name, text: newSession(run).toString('base64') },
  )

/** The first entry of the archive that each saved session is, as it lies there: header, name and contents. */
const firstEntries = (page: Page, instants: readonly number[]) =>
  page.evaluate(
    (targets) =>
      new Promise<string[]>((resolve, reject) => {
        const machine = window.machineUnderTest
        const entries: string[] = []
        function next(): void {
          const at = targets[entries.length]
          if (at === undefined) return resolve(entries)
          machine?.send({ type: 'seek', instant: at as never })
          machine?.send({ type: 'save-session' })
        }
        machine?.onMessage((update) => {
          if (update.type === 'failed') reject(new Error(update.cause))
          if (update.type !== 'session-saved') return
          const view = new DataView(update.bytes.buffer, update.bytes.byteOffset)
          const header = 30 + view.getUint16(26, true) + view.getUint16(28, true)
          const entry = update.bytes.subarray(0, header + view.getUint32(18, true))
          entries.push(btoa(String.fromCharCode(...entry)))
          next()
        })
        next()
      }),
    instants,
  )

/** Where a saved session stands. */
function placeOf(entry: string): readonly [now: number, stateHash: string] {
  const bytes = Buffer.from(entry, 'base64')
  const header = 30 + bytes.readUInt16LE(26) + bytes.readUInt16LE(28)
  const { now, stateHash } = JSON.parse(inflateRawSync(bytes.subarray(header)).toString()) as {
    now: number
    stateHash: string
  }
  return [now, stateHash]
}

/** Both passes of one run; fails where a hash is not that of the first pass on Node. */
export async function seekInApp(page: Page, run: SeekRun): Promise<void> {
  const { instants, order } = planSeeks(run)
  const hashes = firstPass(run, instants)
  await open(page, run)
  const passed = instants.filter((_, index) => index % PASSED === 0)
  for (const targets of [passed, order]) {
    const places = (await firstEntries(page, targets)).map(placeOf)
    expect(places).toEqual(targets.map((at) => [at, hashes.get(at)]))
  }
}
