/** Saves what the app has made, and says where it went. */
import type { DocumentContent, DocumentKind } from '../../shared/app/desktop'
import { defineStore } from 'pinia'
import type { Host } from '../machine/host'
import { useNoticesStore } from './notices'

export const useDocumentsStore = defineStore('documents', () => {
  const notices = useNoticesStore()
  let host: Pick<Host, 'saveDocument'> | undefined

  function connect(to: Pick<Host, 'saveDocument'>): void {
    host = to
  }

  async function save(
    kind: DocumentKind,
    suggestedName: string,
    content: DocumentContent,
  ): Promise<void> {
    if (host === undefined) return
    const errand = await host.saveDocument(kind, suggestedName, content)
    if (errand.outcome === 'done') {
      const text = `Saved ${errand.value}.`
      notices.show({ kind: 'document', tone: 'done', text, isPassing: true })
    } else if (errand.outcome === 'failed') {
      notices.showProblem('document', errand.cause, errand.cure)
    }
  }

  return { connect, save }
})
