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
  'press-keys': ({ scanCodes }) => session.present().timeline.input({ type: 'keys', scanCodes }),
  'type-serial': ({ text }) =>
    session.present().timeline.input({ type: 'serial', bytes: [...encodeUtf8(text)] }),
})
