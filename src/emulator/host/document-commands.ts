/** Commands that put another machine in place of the present one, or give it away as a file. */
import type { Instant } from '../../shared/units'
import { instant } from '../../shared/units'
import { loadMachine, type LoadedMachine } from './loaded-machine'
import { createRecovery } from './recovery'
import { beginReplay } from './replay'
import { runTo } from './run-to'
import { reopenSession, saveSession } from './saved-session'
import type { Handlers, SessionContext } from './session-context'

const PREBUILT_NAME = 'ringside-kernel.elf'

type DocumentCommand =
  'load' | 'load-prebuilt' | 'reload' | 'save-session' | 'keep-recovery' | 'open-session'

export function documentCommands(
  session: SessionContext,
  prebuiltImage: Uint8Array,
): Handlers<DocumentCommand> {
  const recovery = createRecovery(
    session.timing,
    () => session.loaded() && fingerprint(session.present()),
    () => {
      const bytes = saveSession(session.present(), { isHasty: true })
      session.send({ type: 'recovery-made', bytes })
    },
  )

  /** A machine that ended for good before it came where it was wanted stands there with its reason. */
  function putWhereItStands(loaded: LoadedMachine): void {
    session.put(loaded)
    const reason = loaded.machine.run(0)
    if (reason.reason !== 'budget') session.stand(reason)
  }

  /** The same inputs at the same instants, in a kernel that was built anew. */
  function* loadAgain(name: string, image: Uint8Array): Generator<Instant, LoadedMachine> {
    const { configuration, machine, timeline, breakpoints } = session.present()
    const here = timeline.now()
    const way = { id: 0, forkedAt: instant(0), end: here, inputs: machine.inputs() }
    const saved = { branches: [way], present: 0, breakpoints: breakpoints.save() }
    const fresh = loadMachine(session.core, name, image, configuration, saved)
    yield* runTo(fresh.timeline, here)
    return fresh
  }

  return {
    load: ({ name, image, configuration }) =>
      session.put(loadMachine(session.core, name, image, configuration)),
    'load-prebuilt': ({ configuration }) =>
      session.put(loadMachine(session.core, PREBUILT_NAME, prebuiltImage, configuration)),
    reload({ name, image }) {
      session.runner.pause()
      const put = (loaded: LoadedMachine) => {
        putWhereItStands(loaded)
        session.send({ type: 'reloaded' })
      }
      session.searches.begin(beginReplay('reload', loadAgain(name, image), put))
    },
    'save-session'() {
      const loaded = session.present()
      session.send({ type: 'session-saved', name: loaded.name, bytes: saveSession(loaded) })
    },
    'keep-recovery': ({ milliseconds }) => recovery.every(milliseconds),
    'open-session'({ bytes }) {
      const steps = reopenSession(session.core, bytes)
      session.runner.pause()
      session.searches.begin(beginReplay('open-session', steps, putWhereItStands))
    },
  }
}

/** Equal when nothing is new: where it stands, how far it has been, and which ways it took. */
const fingerprint = ({ timeline, image, machine, breakpoints }: LoadedMachine): string =>
  [
    image.length,
    timeline.now(),
    timeline.end(),
    timeline.present(),
    timeline.branches().length,
    machine.inputs().length,
    breakpoints.revision(),
  ].join()
