// @vitest-environment jsdom
/** The machine's store: what it tells a fresh worker, what it keeps of frames, what it says of failures. */
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Errand, KernelFile } from '../../shared/app/desktop'
import { DEFAULT_SETTINGS } from '../../shared/app/settings'
import type { Command, Frame, Update } from '../../shared/protocol'
import type { Host } from '../machine/host'
import { useMachineStore } from './machine'
import { useNoticesStore } from './notices'
import { useSerialLogStore } from './serial-log'

function fakeHost(initial: Errand<KernelFile> = { outcome: 'cancelled' }, lost?: Uint8Array) {
  const kept: Uint8Array[] = []
  const machines: { sent: Command[]; receive: (update: Update) => void; isClosed: boolean }[] = []
  let stop: (cause: string) => void = () => {}
  const host: Host = {
    name: 'web',
    async startMachine() {
      const receive: (update: Update) => void = () => {}
      const made = { sent: [] as Command[], receive, isClosed: false }
      machines.push(made)
      return {
        send: (command) => made.sent.push(command),
        onMessage: (listener) => (made.receive = listener),
        close: () => (made.isClosed = true),
      }
    },
    onMachineStopped: (listener) => (stop = listener),
    onMenuAction: () => {},
    openKernel: async () => ({ outcome: 'cancelled' }),
    takeInitialKernel: async () => initial,
    readDropped: async () => ({ outcome: 'cancelled' }),
    recentFiles: async () => [],
    onRecentFiles: () => {},
    openRecent: async () => ({ outcome: 'cancelled' }),
    onRecentChosen: () => {},
    forgetRecent: async () => {},
    clearRecent: async () => {},
    watchFile: async () => {},
    onRebuilt: () => {},
    saveDocument: async () => ({ outcome: 'cancelled' }),
    readSource: async () => ({ outcome: 'cancelled' }),
    locateSource: async () => ({ outcome: 'cancelled' }),
    keepRecovery: async (bytes) => void kept.push(bytes),
    takeRecovery: async () => lost,
    loadSettings: async () => DEFAULT_SETTINGS,
    saveSettings: async () => {},
  }
  return { host, machines, kept, stop: (cause: string) => stop(cause) }
}

const frame = (models: Frame['models'] = {}, activity = 'running'): Update => ({
  type: 'frame',
  frame: { status: { activity, instant: 7 } as never, models },
})

beforeEach(() => setActivePinia(createPinia()))

describe('a kernel that was rebuilt', () => {
  const image = new Uint8Array([1])
  const kernel = (file: string): Errand<KernelFile> => ({
    outcome: 'done',
    value: { name: 'blog_os', image, file },
  })
  const next = { name: 'blog_os', image: new Uint8Array([2]), file: 'a' }

  async function running() {
    const { host, machines } = fakeHost(kernel('a'))
    const store = useMachineStore()
    await store.connect(host)
    const [machine] = machines
    machine?.receive({ type: 'ready' })
    machine?.receive(frame({}, 'paused'))
    machine?.receive(frame({}, 'running'))
    return {
      store,
      sent: machine?.sent ?? [],
      receive: (update: Update) => machine?.receive(update),
    }
  }

  it('goes on when the one before ran, and asks for sources anew, once it stands there', async () => {
    const { store, sent, receive } = await running()
    const { loads } = store
    store.reload(next)
    expect(sent.at(-1)).toEqual({ type: 'reload', name: 'blog_os', image: next.image })
    receive(frame({}, 'paused'))
    expect(sent.at(-1)).toMatchObject({ type: 'reload' })
    expect(store.loads).toBe(loads)
    receive({ type: 'reloaded' })
    expect(sent.at(-1)).toEqual({ type: 'run' })
    expect(store.loads).toBe(loads + 1)
  })

  it('stands where the one before stood still', async () => {
    const { store, sent, receive } = await running()
    receive(frame({}, 'paused'))
    store.reload(next)
    receive({ type: 'reloaded' })
    expect(sent.filter(({ type }) => type === 'run')).toHaveLength(1)
  })

  it.each(['reload', 'load', 'open-session'])(
    'is still the one before after a failed %s',
    async (command) => {
      const { store, receive } = await running()
      if (command === 'reload') store.reload(next)
      else if (command === 'load') store.open(kernel('b'))
      else store.open({ outcome: 'done', value: { name: 'a.ringside', image } })
      expect(store.kernel?.image === image && store.kernel.file === 'a').toBe(false)
      receive({ type: 'failed', command, cause: 'No.' })
      expect(store.kernel).toMatchObject({ file: 'a', image })
    },
  )
})

describe('a fresh machine', () => {
  it('is told what to watch and how fast to run, gets the prebuilt kernel, and runs', async () => {
    const { host, machines } = fakeHost()
    const store = useMachineStore()
    store.watchView('screen')
    store.setSpeed(10)
    await store.connect(host)
    machines[0]?.receive({ type: 'ready' })
    machines[0]?.receive(frame({}, 'paused'))
    expect(machines[0]?.sent).toEqual([
      { type: 'watch', views: ['screen'] },
      { type: 'set-speed', speed: 10 },
      { type: 'keep-recovery', milliseconds: 3000 },
      { type: 'load-prebuilt', configuration: { commandLine: '', memorySize: 128 * 1024 * 1024 } },
      { type: 'request-frame' },
      { type: 'run' },
    ])
  })

  it('gets the kernel of the command line instead, if there is one', async () => {
    const image = new Uint8Array([1, 2, 3])
    const { host, machines } = fakeHost({ outcome: 'done', value: { name: 'mine.elf', image } })
    await useMachineStore().connect(host)
    machines[0]?.receive({ type: 'ready' })
    expect(machines[0]?.sent).toContainEqual(
      expect.objectContaining({ type: 'load', name: 'mine.elf', image }),
    )
  })

  it('gets the prebuilt kernel and a sentence when the one of the command line cannot be read', async () => {
    const { host, machines } = fakeHost({ outcome: 'failed', cause: 'No such file.' })
    await useMachineStore().connect(host)
    machines[0]?.receive({ type: 'ready' })
    expect(machines[0]?.sent.map(({ type }) => type)).toContain('load-prebuilt')
    expect(useNoticesStore().notices).toMatchObject([{ text: 'No such file.', tone: 'problem' }])
  })
})

describe('frames', () => {
  it('replace what they bring and leave the rest', async () => {
    const { host, machines } = fakeHost()
    const store = useMachineStore()
    await store.connect(host)
    const screen = { cells: new Uint8Array(4000) } as never
    machines[0]?.receive(frame({ screen }))
    machines[0]?.receive(frame({ serial: { appended: 'ring0> ', isFresh: true } }))
    expect(store.models.screen).toBe(screen)
    expect(store.isRunning).toBe(true)
    expect(useSerialLogStore().log.text).toBe('ring0> ')
  })
})

describe('failures', () => {
  it('of a command become a notice with cause and cure', async () => {
    const { host, machines } = fakeHost()
    await useMachineStore().connect(host)
    machines[0]?.receive({
      type: 'failed',
      command: 'load',
      cause: 'Not ELF.',
      cure: 'Choose one.',
    })
    expect(useNoticesStore().notices).toMatchObject([{ text: 'Not ELF.', cure: 'Choose one.' }])
  })

  it('of a step leave nothing to tell', async () => {
    const { host, machines } = fakeHost()
    const store = useMachineStore()
    await store.connect(host)
    store.stepEvent('heap', 'forward')
    expect(store.isStepping).toBe(true)
    machines[0]?.receive({ type: 'failed', command: 'step-event', cause: 'No event.' })
    expect(store.isStepping).toBe(false)
  })

  it('to load a kernel leave the machine as it stood', async () => {
    const { host, machines } = fakeHost()
    await useMachineStore().connect(host)
    machines[0]?.receive({ type: 'ready' })
    machines[0]?.receive({ type: 'failed', command: 'load', cause: 'Not ELF.' })
    machines[0]?.receive(frame({}, 'paused'))
    expect(machines[0]?.sent.map(({ type }) => type)).not.toContain('run')
  })

  it('of the worker are cured by a fresh one that takes the session up where it was given away', async () => {
    const { host, machines, stop } = fakeHost()
    await useMachineStore().connect(host)
    machines[0]?.receive({ type: 'ready' })
    const bytes = Uint8Array.of(80, 75)
    machines[0]?.receive({ type: 'recovery-made', bytes })
    stop("The machine's worker ended with status 1.")
    const [notice] = useNoticesStore().notices
    expect(notice?.action?.label).toBe('Restore the session')
    notice?.action?.run()
    await Promise.resolve()
    await Promise.resolve()
    machines[1]?.receive({ type: 'ready' })
    expect(machines[1]?.sent).toContainEqual({ type: 'open-session', bytes })
    machines[1]?.receive(frame({}, 'paused'))
    expect(machines[1]?.sent.map(({ type }) => type)).not.toContain('run')
  })

  it('of an earlier window leave its session, which is taken up when the reader wants it', async () => {
    const lost = Uint8Array.of(80, 75)
    const { host, machines, kept } = fakeHost({ outcome: 'cancelled' }, lost)
    await useMachineStore().connect(host)
    machines[0]?.receive({ type: 'ready' })
    machines[0]?.receive({ type: 'recovery-made', bytes: Uint8Array.of(1) })
    expect(kept).toEqual([Uint8Array.of(1)])
    const [notice] = useNoticesStore().notices
    expect(notice?.text).toContain('did not end in order')
    notice?.action?.run()
    expect(machines[0]?.sent.at(-1)).toEqual({ type: 'open-session', bytes: lost })
    expect(useNoticesStore().notices).toEqual([])
  })

  it('of the worker can be cured by a fresh one, which gets the same kernel', async () => {
    const { host, machines, stop } = fakeHost()
    const store = useMachineStore()
    await store.connect(host)
    machines[0]?.receive({ type: 'ready' })
    stop("The machine's worker failed: out of memory")
    expect(store.status.activity).toBe('empty')
    const [notice] = useNoticesStore().notices
    notice?.action?.run()
    await Promise.resolve()
    await Promise.resolve()
    expect(machines).toHaveLength(2)
    machines[1]?.receive({ type: 'ready' })
    expect(machines[1]?.sent.map(({ type }) => type)).toContain('load-prebuilt')
    expect(useNoticesStore().notices).toEqual([])
  })

  it('leave no port open when the machine is started anew', async () => {
    const { host, machines } = fakeHost()
    const store = useMachineStore()
    await store.connect(host)
    await store.start()
    expect(machines.map(({ isClosed }) => isClosed)).toEqual([true, false])
  })
})

describe('commands', () => {
  it('run or pause by what the machine is doing', async () => {
    const { host, machines } = fakeHost()
    const store = useMachineStore()
    await store.connect(host)
    store.runOrPause()
    machines[0]?.receive(frame())
    store.runOrPause()
    const types = machines[0]?.sent
      .map(({ type }) => type)
      .filter((type) => type !== 'request-frame')
    expect(types).toEqual(['run', 'pause'])
  })

  it('send no message for a key that sends nothing', async () => {
    const { host, machines } = fakeHost()
    const store = useMachineStore()
    await store.connect(host)
    store.pressKeys([])
    expect(machines[0]?.sent).toEqual([])
  })

  it('send no modifier to a past whose picture is still on its way', async () => {
    const { host, machines } = fakeHost()
    const store = useMachineStore()
    await store.connect(host)
    const releaseShift = () => store.pressKeys([0xaa])
    const keysSent = () => machines[0]?.sent.filter(({ type }) => type === 'press-keys').length
    machines[0]?.receive(frame({}, 'paused'))
    store.stepBack(1)
    releaseShift()
    machines[0]?.receive(frame({}, 'paused'))
    releaseShift()
    expect(keysSent()).toBe(0)
    for (let i = 0; i < 3; i += 1) machines[0]?.receive(frame({}, 'paused'))
    releaseShift()
    expect(keysSent()).toBe(1)
  })
})
