// @vitest-environment jsdom
/** Which box is chosen while drawings change, and what that costs while they do not. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref, shallowRef } from 'vue'
import { physicalBytes } from '../diagrams/detail'
import type { Diagram } from '../diagrams/diagram'
import { group } from '../diagrams/primitives/shapes'
import type { Scene } from '../diagrams/scene'
import { useBoxChoice } from './box-choice'

const sceneOf = (...keys: readonly string[]): Scene => ({
  name: 'test',
  width: 100,
  height: 100,
  title: '',
  description: '',
  background: '#fff',
  shapes: keys.map((key) => group(key)),
})

/** A row and its cell stand for the same bytes. */
const details: Diagram['detail'] = (key) => ({
  words: key,
  bytes: physicalBytes(key === 'other' ? 16n : 8n, 8),
})

describe('a chosen box', () => {
  const room = ref<HTMLElement | null>(null)
  const scene = shallowRef(sceneOf('row', 'other'))
  const frames: FrameRequestCallback[] = []
  let scope = effectScope()
  let choice: ReturnType<typeof useBoxChoice>

  /** As the view of a Scene does. */
  function draw(next: Scene): void {
    const svg = room.value?.querySelector('svg')
    svg?.replaceChildren(
      ...next.shapes.map(({ key }) => {
        const box = document.createElementNS('http://www.w3.org/2000/svg', 'g')
        box.id = `test.${key}`
        return box
      }),
    )
    scene.value = next
  }

  beforeEach(() => {
    vi.stubGlobal('CSS', { escape: (text: string) => text.replaceAll('.', '\\.') })
    vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) =>
      frames.push(callback),
    )
    frames.length = 0
    room.value = document.createElement('div')
    room.value.innerHTML = '<svg class="scene"></svg>'
    draw(sceneOf('row', 'other'))
    scope = effectScope()
    scope.run(() => {
      choice = useBoxChoice(
        room,
        () => ({ detail: details }) as Diagram,
        () => scene.value,
      )
    })
  })
  afterEach(() => {
    scope.stop()
    vi.unstubAllGlobals()
  })

  it('asks for no frame while nothing moves, and for one when something did', async () => {
    choice.choose('row')
    await nextTick()
    expect(choice.area.value).toBeDefined()
    expect(frames).toHaveLength(0)
    const box = room.value?.querySelector('#test\\.row')
    box?.setAttribute('transform', 'translate(5,0)')
    box?.setAttribute('transform', 'translate(6,0)')
    await nextTick()
    expect(frames).toHaveLength(1)
  })

  it('becomes the one that stands for the same bytes where the drawing has it no more', async () => {
    choice.choose('row')
    await nextTick()
    draw(sceneOf('other', 'cell'))
    await nextTick()
    expect(choice.key.value).toBe('cell')
  })

  it('stays the same where the drawing still has it', async () => {
    choice.choose('row')
    await nextTick()
    draw(sceneOf('other', 'cell', 'row'))
    await nextTick()
    expect(choice.key.value).toBe('row')
  })
})
