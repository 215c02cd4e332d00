// @vitest-environment jsdom
/** Where the sources come from: the machine, else the host; and that none is shown for another kernel. */
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Errand } from '../../shared/app/desktop'
import type { SourceFile } from '../../shared/models/debug'
import { useMachineStore } from './machine'
import { useSourcesStore } from './sources'

type Answer = Omit<
  Parameters<Parameters<ReturnType<typeof useMachineStore>['onSourceRead']>[0]>[0],
  'type'
>

const main = { file: 'src/main.rs', directory: 'kernel' }
const missing: Errand<string> = { outcome: 'failed', cause: 'Not there.', cure: 'Look elsewhere.' }

function setUp(errands: { read?: Errand<string>; locate?: Errand<string> } = {}) {
  setActivePinia(createPinia())
  const machine = useMachineStore()
  const asked: SourceFile[] = []
  let tell: (answer: Answer) => void = () => {}
  machine.readSource = (source) => void asked.push(source)
  machine.onSourceRead = (listener) => {
    tell = (answer) => listener({ type: 'source-read', ...answer })
    return listener
  }
  const sources = useSourcesStore()
  sources.connect({
    readSource: async () => errands.read ?? missing,
    locateSource: async () => errands.locate ?? { outcome: 'cancelled' },
  })
  return { machine, sources, asked, tell: (answer: Answer) => tell(answer) }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0))

describe('sources', () => {
  beforeEach(() => localStorage.clear())

  it('are asked for once, and shown in lines with those marked that have code', () => {
    const { sources, asked, tell } = setUp()
    sources.want(main)
    sources.want({ ...main })
    expect(asked).toEqual([main])
    expect(sources.textOf(main)).toEqual({ state: 'loading' })
    tell({ source: main, text: 'fn main() {\n}\n', lines: [1] })
    const text = sources.textOf(main)
    expect(text.state === 'shown' && [text.lines.length, [...text.code]]).toEqual([2, [1]])
  })

  it('come from the host where the machine has none', async () => {
    const { sources, tell } = setUp({ read: { outcome: 'done', value: '// one' } })
    sources.want(main)
    tell({ source: main, lines: [1] })
    await settled()
    expect(sources.textOf(main).state).toBe('shown')
  })

  it('are missing with a reason and a cure, until a person has located them', async () => {
    const { sources, tell } = setUp({ locate: { outcome: 'done', value: '// one' } })
    sources.want(main)
    tell({ source: main, lines: [1] })
    await settled()
    expect(sources.textOf(main)).toEqual({
      state: 'missing',
      cause: 'Not there.',
      cure: 'Look elsewhere.',
    })
    await sources.locate(main)
    const text = sources.textOf(main)
    expect(text.state === 'shown' && [...text.code]).toEqual([1])
  })

  it('are not shown for a kernel that was loaded since they were asked for', () => {
    const { machine, sources, tell } = setUp()
    sources.want(main)
    machine.loads += 1
    tell({ source: main, text: '// of the first', lines: [] })
    expect(sources.textOf(main)).toEqual({ state: 'loading' })
    sources.want(main)
    tell({ source: main, text: '// of the other', lines: [] })
    expect(sources.textOf(main).state).toBe('shown')
  })
})
