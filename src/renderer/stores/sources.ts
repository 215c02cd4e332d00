/** Source files of the kernel that runs, as far as they are at hand: built in, on disk, or missing with a reason. */
import { defineStore } from 'pinia'
import { shallowReactive, watch } from 'vue'
import type { Errand } from '../../shared/app/desktop'
import type { SourceFile } from '../../shared/models/debug'
import type { Update } from '../../shared/protocol'
import type { Host } from '../machine/host'
import { rustTokens, type TokenLine } from '../source/rust-tokens'
import { useMachineStore } from './machine'

export type SourceText =
  | { readonly state: 'loading' }
  | {
      readonly state: 'shown'
      readonly lines: readonly TokenLine[]
      /** Lines that have code. */
      readonly code: ReadonlySet<number>
    }
  | { readonly state: 'missing'; readonly cause: string; readonly cure?: string }

export const sourceKey = ({ file, directory = '' }: SourceFile): string => `${directory}\n${file}`

type SourceHost = Pick<Host, 'readSource' | 'locateSource'>

export const useSourcesStore = defineStore('sources', () => {
  const machine = useMachineStore()
  const texts = shallowReactive(new Map<string, SourceText>())
  /** Those that the machine was asked for, in the order in which it answers. */
  let asked: { readonly key: string; readonly load: number }[] = []
  let host: SourceHost | undefined

  function connect(to: SourceHost): void {
    host = to
  }

  /** Another kernel has other sources, also under the same paths. */
  watch(
    () => machine.loads,
    () => texts.clear(),
    { flush: 'sync' },
  )

  function want(source: SourceFile): void {
    const key = sourceKey(source)
    if (texts.has(key)) return
    texts.set(key, { state: 'loading' })
    asked.push({ key, load: machine.loads })
    machine.readSource(source)
  }

  function show(key: string, text: string, lines: readonly number[]): void {
    texts.set(key, { state: 'shown', lines: rustTokens(text), code: new Set(lines) })
  }

  /** Lines with code of the sources that are missing: with their text at hand they are needed. */
  const codeLines = new Map<string, readonly number[]>()

  function take(key: string, errand: Errand<string>): void {
    if (errand.outcome === 'done') show(key, errand.value, codeLines.get(key) ?? [])
    else if (errand.outcome === 'failed') {
      const { cause, cure } = errand
      texts.set(key, { state: 'missing', cause, ...(cure !== undefined && { cure }) })
    }
  }

  async function takeRead(read: Extract<Update, { type: 'source-read' }>): Promise<void> {
    const [first, ...rest] = asked
    asked = rest
    if (first?.load !== machine.loads) return
    const { key, load } = first
    codeLines.set(key, read.lines)
    if (read.text !== undefined) return show(key, read.text, read.lines)
    const errand = await host?.readSource(read.source)
    if (errand && load === machine.loads) take(key, errand)
  }
  machine.onSourceRead((read) => void takeRead(read))

  /** Lets a person say where a source is; what else is missing may be there as well. */
  async function locate(source: SourceFile): Promise<void> {
    const { loads } = machine
    const errand = await host?.locateSource(source)
    if (!errand || loads !== machine.loads || errand.outcome === 'cancelled') return
    if (errand.outcome === 'done') {
      for (const [key, { state }] of texts) if (state === 'missing') texts.delete(key)
    }
    take(sourceKey(source), errand)
  }

  return {
    connect,
    want,
    locate,
    textOf: (source: SourceFile): SourceText =>
      texts.get(sourceKey(source)) ?? { state: 'loading' },
  }
})
