/**
 * Asks the machine for at most one frame per animation frame, and only after the last was drawn.
 * The machine answers when something has changed, so a machine at rest costs nothing here, and a
 * page that is not shown asks for nothing.
 */
import type { Frame, Update } from '../../shared/protocol'
import type { MachinePort } from './host'

export interface MachineListener {
  onReady(): void
  onFrame(frame: Frame): void
  onFailed(failure: Extract<Update, { type: 'failed' }>): void
  onSessionSaved(session: Extract<Update, { type: 'session-saved' }>): void
  onRecoveryMade(bytes: Uint8Array): void
  onQueryAnswered(answer: Extract<Update, { type: 'query-answered' }>): void
  onWriteFound(found: Extract<Update, { type: 'write-found' }>): void
  onDeleted(words: string): void
  onReloaded(): void
  onBreakpointAnswered(answer: Extract<Update, { type: 'breakpoint-answered' }>): void
  onSourceRead(read: Extract<Update, { type: 'source-read' }>): void
  onSourceFound(found: Extract<Update, { type: 'source-found' }>): void
}

/** Runs a callback when the next frame is drawn: `requestAnimationFrame`, outside tests. */
export type Schedule = (callback: () => void) => void

export function runFrameLoop(
  port: MachinePort,
  listener: MachineListener,
  schedule: Schedule = (callback) => void requestAnimationFrame(callback),
): void {
  const requestFrame = () => port.send({ type: 'request-frame' })

  port.onMessage((update) => {
    switch (update.type) {
      case 'ready':
        listener.onReady()
        requestFrame()
        return
      case 'frame':
        listener.onFrame(update.frame)
        schedule(requestFrame)
        return
      case 'failed':
        listener.onFailed(update)
        return
      case 'session-saved':
        listener.onSessionSaved(update)
        return
      case 'recovery-made':
        listener.onRecoveryMade(update.bytes)
        return
      case 'query-answered':
        listener.onQueryAnswered(update)
        return
      case 'write-found':
        listener.onWriteFound(update)
        return
      case 'deleted':
        listener.onDeleted(update.words)
        return
      case 'reloaded':
        listener.onReloaded()
        return
      case 'breakpoint-answered':
        listener.onBreakpointAnswered(update)
        return
      case 'source-read':
        listener.onSourceRead(update)
        return
      case 'source-found':
        listener.onSourceFound(update)
        return
    }
  })
}
