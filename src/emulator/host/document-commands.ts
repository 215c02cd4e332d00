/** Commands that put another machine in place of the present one, or give it away as a file. */
import { loadMachine } from './loaded-machine'
import { openSession, saveSession } from './saved-session'
import type { Handlers, SessionContext } from './session-context'

const PREBUILT_NAME = 'ringside-kernel.elf'

export const documentCommands = (
  session: SessionContext,
  prebuiltImage: Uint8Array,
): Handlers<'load' | 'load-prebuilt' | 'save-session' | 'open-session'> => ({
  load: ({ name, image, configuration }) =>
    session.put(loadMachine(session.core, name, image, configuration)),
  'load-prebuilt': ({ configuration }) =>
    session.put(loadMachine(session.core, PREBUILT_NAME, prebuiltImage, configuration)),
  'save-session'() {
    const loaded = session.present()
    session.send({ type: 'session-saved', name: loaded.name, bytes: saveSession(loaded) })
  },
  'open-session'({ bytes }) {
    session.put(openSession(session.core, bytes))
    const reason = session.present().machine.run(0)
    if (reason.reason !== 'budget') session.stand(reason)
  },
})
