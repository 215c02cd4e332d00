/** Commands that let the machine's time pass, and what it gets from outside meanwhile. */
import { encodeUtf8 } from '../memory/byte-reader'
import type { Handlers, SessionContext } from './session-context'

export const runCommands = (
  session: SessionContext,
): Handlers<'run' | 'pause' | 'step' | 'reset' | 'set-speed' | 'press-keys' | 'type-serial'> => ({
  run() {
    if (session.stop()) return
    session.beginChanges()
    session.runner.start()
  },
  pause: () => session.runner.pause(),
  step({ count }) {
    session.runner.pause()
    session.beginChanges()
    const reason = session.present().timeline.step(count)
    if (reason.reason !== 'budget') session.stand(reason)
  },
  reset() {
    const wasPaused = session.activity() === 'paused' && !session.stop()
    session.restart(wasPaused ? 'paused' : 'running')
  },
  'set-speed': ({ speed }) => session.runner.setSpeed(speed),
  // What is typed to a machine that stands still for good is lost, as it would be on a desk.
  'press-keys'({ scanCodes }) {
    const { timeline } = session.present()
    if (!session.stop()) timeline.input({ type: 'keys', scanCodes })
  },
  'type-serial'({ text }) {
    const { timeline } = session.present()
    if (!session.stop()) timeline.input({ type: 'serial', bytes: [...encodeUtf8(text)] })
  },
})
