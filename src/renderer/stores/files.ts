/** The files of the reader: those opened before, and the one that runs, when a compiler has written it anew. */
import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import type { Errand, FileId, KernelFile, RecentFile } from '../../shared/app/desktop'
import type { Host } from '../machine/host'
import { useMachineStore } from './machine'
import { useNoticesStore } from './notices'

export const useFilesStore = defineStore('files', () => {
  const machine = useMachineStore()
  const notices = useNoticesStore()
  const recent = shallowRef<readonly RecentFile[]>([])
  let rebuilt: KernelFile | undefined
  let host: Host | undefined

  async function connect(to: Host): Promise<void> {
    host = to
    to.onRecentFiles((files) => (recent.value = files))
    to.onRecentChosen((id) => void openRecent(id))
    to.onRebuilt(offer)
    recent.value = await to.recentFiles()
  }

  // Another kernel has another file, or none.
  watch(
    () => machine.kernel,
    (kernel) => {
      drop()
      void host?.watchFile(kernel?.file)
    },
  )

  async function openRecent(id: FileId): Promise<void> {
    if (host === undefined) return
    const errand: Errand<KernelFile> = await host.openRecent(id)
    if (errand.outcome !== 'failed') return machine.open(errand)
    notices.show({
      kind: 'kernel-file',
      tone: 'problem',
      text: errand.cause,
      action: {
        label: 'Remove it from the list',
        run() {
          notices.dismiss('kernel-file')
          void host?.forgetRecent(id)
        },
      },
    })
  }

  function drop(): void {
    rebuilt = undefined
    notices.dismiss('rebuilt')
  }

  function offer(kernel: KernelFile): void {
    if (kernel.file !== machine.kernel?.file) return
    rebuilt = kernel
    notices.show({
      kind: 'rebuilt',
      tone: 'done',
      text: `${kernel.name} was rebuilt.`,
      cure: 'Reloaded, it gets the same input up to the same instant.',
      action: { label: 'Reload at the same place', run: reloadHere },
      alternative: { label: 'Reload from boot', run: reloadFromBoot },
      dismissal: 'Not now',
    })
  }

  function take(): KernelFile | undefined {
    const kernel = rebuilt
    drop()
    return kernel
  }

  function reloadHere(): void {
    const kernel = take()
    if (kernel) return machine.reload(kernel)
    const text = machine.kernel?.file
      ? `${machine.kernel.name} has not been rebuilt since it was read.`
      : 'The kernel that runs has no file that could be rebuilt.'
    notices.show({ kind: 'rebuilt', tone: 'done', text, isPassing: true })
  }

  function reloadFromBoot(): void {
    const kernel = take()
    if (kernel) machine.open({ outcome: 'done', value: kernel })
  }

  return {
    recent,
    connect,
    openRecent,
    reloadHere,
    forget: async (id: FileId) => host?.forgetRecent(id),
    clear: () => void host?.clearRecent(),
  }
})
