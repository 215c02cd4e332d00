/** One frame per animation frame, asked for only after the last was drawn. */
import { describe, expect, it } from 'vitest'
import type { Command, Frame, Update } from '../../shared/protocol'
import { runFrameLoop } from './frame-loop'
import type { MachinePort } from './host'

function setUp() {
  const sent: Command[] = []
  const frames: Frame[] = []
  const failures: string[] = []
  const saved: string[] = []
  const scheduled: (() => void)[] = []
  let receive: (update: Update) => void = () => {}
  const port: MachinePort = {
    send: (command) => sent.push(command),
    onMessage: (listener) => (receive = listener),
    close: () => {},
  }
  const listener = {
    onReady: () => sent.push({ type: 'run' }),
    onFrame: (frame: Frame) => frames.push(frame),
    onFailed: ({ cause }: { cause: string }) => failures.push(cause),
    onSessionSaved: ({ name }: { name: string }) => saved.push(name),
    onWriteFound: () => {},
    onReloaded: () => {},
    onBreakpointAnswered: () => {},
    onSourceRead: () => {},
    onSourceFound: () => {},
    onDeleted: () => {},
    onQueryAnswered: () => {},
    onRecoveryMade: () => {},
  }
  runFrameLoop(port, listener, (callback) => scheduled.push(callback))
  return { sent, frames, failures, saved, scheduled, receive: (update: Update) => receive(update) }
}

const FRAME = { type: 'frame', frame: { status: {} } } as unknown as Update

describe('the frame loop', () => {
  it('asks for nothing before the machine is ready', () => {
    expect(setUp().sent).toEqual([])
  })

  it('lets the app speak first, then asks for the first frame', () => {
    const { sent, receive } = setUp()
    receive({ type: 'ready' })
    expect(sent.map(({ type }) => type)).toEqual(['run', 'request-frame'])
  })

  it('asks for the next frame only in the next animation frame', () => {
    const { sent, frames, scheduled, receive } = setUp()
    receive({ type: 'ready' })
    receive(FRAME)
    expect(frames).toHaveLength(1)
    expect(sent.filter(({ type }) => type === 'request-frame')).toHaveLength(1)
    scheduled.forEach((callback) => callback())
    expect(sent.filter(({ type }) => type === 'request-frame')).toHaveLength(2)
  })

  it('asks for nothing more while a machine at rest does not answer', () => {
    const { sent, scheduled, receive } = setUp()
    receive({ type: 'ready' })
    expect(scheduled).toEqual([])
    expect(sent.filter(({ type }) => type === 'request-frame')).toHaveLength(1)
  })

  it('hands on a session that was saved', () => {
    const { saved, receive } = setUp()
    receive({ type: 'session-saved', name: 'kernel.elf', bytes: new Uint8Array() })
    expect(saved).toEqual(['kernel.elf'])
  })

  it('hands on a failure and goes on', () => {
    const { failures, sent, receive } = setUp()
    receive({ type: 'ready' })
    receive({ type: 'failed', command: 'load', cause: 'Not an ELF64 image.' })
    expect(failures).toEqual(['Not an ELF64 image.'])
    expect(sent.filter(({ type }) => type === 'request-frame')).toHaveLength(1)
  })
})
