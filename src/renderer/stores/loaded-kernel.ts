/** Which kernel runs: it is sent to the machine, and gives way to the one before when it cannot be loaded. */
import { ref, shallowRef } from 'vue'
import { DOCUMENT_KINDS, type Errand, type KernelFile } from '../../shared/app/desktop'
import type { Command, Frame, MachineConfiguration } from '../../shared/protocol'
import { useNoticesStore } from './notices'

const CONFIGURATION: MachineConfiguration = {
  commandLine: '',
  memorySize: 128 * 1024 * 1024,
}

const isSession = ({ name }: KernelFile): boolean =>
  name.toLowerCase().endsWith(DOCUMENT_KINDS.session.extension)

/** Commands after which another kernel runs, unless they fail. */
const PUTS_ANOTHER: ReadonlySet<string> = new Set([
  'load',
  'load-prebuilt',
  'reload',
  'open-session',
])

export function createLoadedKernel(
  send: (command: Command) => void,
  travel: (command: Command) => void,
  isRunning: () => boolean,
) {
  const notices = useNoticesStore()

  /** What runs, as far as it came from a file; none for the prebuilt kernel and for sessions. */
  const kernel = shallowRef<KernelFile>()
  /** What ran before it: it still does when the one that was asked for cannot be loaded. */
  let before: KernelFile | undefined
  /** A kernel was sent; it runs when a frame shows it loaded, and not when it could not be loaded. */
  let isRunPending = false
  /** The kernel before it ran when the one that was built anew was asked for. */
  let isRunWanted = false

  /** Kernels and sessions that were opened: what belongs to one is worth nothing with the next. */
  const loads = ref(0)

  function load(): void {
    notices.dismiss('machine')
    if (kernel.value === undefined) {
      send({ type: 'load-prebuilt', configuration: CONFIGURATION })
    } else {
      const { name, image } = kernel.value
      send({ type: 'load', name, image, configuration: CONFIGURATION })
    }
    isRunPending = true
    loads.value += 1
  }

  function openSession(bytes: Uint8Array): void {
    before = kernel.value
    isRunPending = false
    send({ type: 'open-session', bytes })
    loads.value += 1
  }

  function open(opened: Errand<KernelFile>): void {
    if (opened.outcome === 'done' && isSession(opened.value)) {
      notices.dismiss('kernel-file')
      notices.dismiss('machine')
      openSession(opened.value.image)
      kernel.value = undefined
    } else if (opened.outcome === 'done') {
      before = kernel.value
      kernel.value = opened.value
      notices.dismiss('kernel-file')
      load()
    } else if (opened.outcome === 'failed') {
      notices.showProblem('kernel-file', opened.cause, opened.cure)
    }
  }

  /** Puts a kernel that was built anew where the present one stands; then it goes on, if that one ran. */
  function reload(next: KernelFile): void {
    before = kernel.value
    kernel.value = next
    isRunWanted = isRunning() || isRunPending
    isRunPending = false
    notices.dismiss('machine')
    travel({ type: 'reload', name: next.name, image: next.image })
  }

  return {
    kernel,
    loads,
    load,
    open,
    reload,
    /** Takes up a session that was kept: it stands as it stood. */
    restore: openSession,
    onFrame({ status }: Frame): void {
      if (!isRunPending || status.activity !== 'paused') return
      isRunPending = false
      send({ type: 'run' })
    },
    onReloaded(): void {
      loads.value += 1
      if (isRunWanted) send({ type: 'run' })
    },
    onFailed(command: string): void {
      if (!PUTS_ANOTHER.has(command)) return
      isRunPending = false
      kernel.value = before
    },
  }
}
