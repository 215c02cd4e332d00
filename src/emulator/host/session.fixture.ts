/** A session on a host whose clock moves only when the test says so. */
import type { Command, Frame, Update, View } from '../../shared/protocol'
import type { Instant } from '../../shared/units'
import { startSession, type SessionOptions } from './session'

export const configuration = { commandLine: '', memorySize: 16 * 2 ** 20 }

export type TestHost = ReturnType<typeof createTestHost>

type Files = Pick<SessionOptions, 'coreWasm' | 'prebuiltImage'> &
  Partial<Pick<SessionOptions, 'prebuiltSources'>>

export function createTestHost(files: Files) {
  const updates: Update[] = []
  const timers: { at: number; callback: () => void }[] = []
  let now = 1000
  let deliver: (message: unknown) => void = () => undefined

  startSession({
    prebuiltSources: {},
    ...files,
    port: {
      send: (update) => void updates.push(update),
      onMessage: (listener) => void (deliver = listener),
      close: () => undefined,
    },
    timing: {
      now: () => now,
      schedule(callback, delay) {
        const timer = { at: now + delay, callback }
        timers.push(timer)
        return {
          cancel: () => void timers.splice(timers.indexOf(timer) >>> 0, 1),
        }
      },
    },
  })

  /** Lets host time pass, a millisecond at a time. */
  function pass(milliseconds: number): void {
    for (const end = now + milliseconds; now < end; now += 1) {
      for (const timer of timers.filter(({ at }) => at <= now)) {
        timers.splice(timers.indexOf(timer), 1)
        timer.callback()
      }
    }
  }

  const send = (command: Command) => deliver(command)

  function frame(): Frame {
    updates.length = 0
    send({ type: 'request-frame' })
    const update = updates.at(-1)
    if (update?.type !== 'frame') throw new Error(`no frame but ${JSON.stringify(update)}`)
    return update.frame
  }

  return {
    updates,
    send,
    pass,
    deliver: (message: unknown) => deliver(message),
    timerCount: () => timers.length,
    frame,
    /** These views anew, whether they have changed or not. */
    look(...views: View[]): Frame {
      send({ type: 'watch', views: [] })
      send({ type: 'watch', views })
      return frame()
    },
  }
}

/** Boots the kernel to its prompt. */
export function boot(host: TestHost): void {
  host.send({
    type: 'watch',
    views: ['screen', 'serial', 'registers', 'disassembly', 'page-walk'],
  })
  host.send({ type: 'load-prebuilt', configuration })
  host.send({ type: 'run' })
  host.pass(100)
}

/** Boots the kernel, lets it run into a breakpoint, and pauses it; gives where the run then ends. */
export function bootWithPast(host: TestHost): Instant {
  boot(host)
  host.send({ type: 'watch', views: ['serial', 'timeline', 'branches', 'now'] })
  host.send({ type: 'type-serial', text: 'int 3\n' })
  host.pass(100)
  host.send({ type: 'pause' })
  return host.frame().status.end
}
