// @vitest-environment jsdom
/** Steps within an event and on into the next, forth and back. */
import { beforeEach, describe, expect, it } from 'vitest'
import { ref } from 'vue'
import { instant } from '../../shared/units'
import { createStepPlayer } from './step-player'
import { createSubSteps, type ShownThing } from './sub-steps'

/** Walks of three steps each that end at every tenth instruction; the machine stands where the test says. */
function setUp(at: number, kept: Partial<ShownThing> = {}) {
  let now = at
  const count = ref(3)
  const player = createStepPlayer(count)
  const idAt = () => kept.id ?? `walk-${Math.floor((now - 1) / 10)}`
  const asked: string[] = []
  const steps = createSubSteps(
    player,
    () => count.value,
    () => ({ id: idAt(), now: instant(now), isFollowing: true, isPinned: false, ...kept }),
    (direction) => asked.push(direction),
  )
  /** The machine does what it was asked for, and what it then shows is shown. */
  function arrive() {
    now = asked.at(-1) === 'forward' ? Math.floor((now - 1) / 10) * 10 + 11 : previous()
    return steps.arrive(idAt(), instant(now))
  }
  const previous = () => Math.floor((now - 2) / 10) * 10 + 1
  return { steps, player, asked, arrive, now: () => now }
}

describe('sub-steps', () => {
  let world = setUp(21)
  beforeEach(() => (world = setUp(21)))

  it('go from the whole of an event behind the first step of the next', () => {
    world.steps.go(1)
    expect(world.asked).toEqual(['forward'])
    expect(world.arrive()).toBe(true)
    expect([world.now(), world.player.step.value]).toEqual([31, 1])
  })

  it('stay within the event until it is whole', () => {
    world.steps.go(1)
    world.arrive()
    world.steps.go(1)
    world.steps.go(1)
    expect(world.player.step.value).toBeUndefined()
    expect(world.asked).toHaveLength(1)
  })

  it('go back over the same steps, and into the whole of the event before', () => {
    for (let i = 0; i < 3; i++) world.steps.go(-1)
    expect(world.player.step.value).toBe(0)
    world.steps.go(-1)
    expect(world.asked).toEqual(['back'])
    expect(world.arrive()).toBe(true)
    expect([world.now(), world.player.step.value]).toEqual([11, undefined])
  })

  it('come back to the event on show first where the machine has gone on since', () => {
    world = setUp(25)
    for (let i = 0; i < 4; i++) world.steps.go(-1)
    expect(world.arrive()).toBe(false)
    expect(world.now()).toBe(21)
    expect(world.asked).toEqual(['back', 'back'])
    expect(world.arrive()).toBe(true)
    expect(world.now()).toBe(11)
  })

  it('go back twice at most while the same thing stays on show', () => {
    world = setUp(45, { id: 'always' })
    for (let i = 0; i < 4; i++) world.steps.go(-1)
    for (let i = 0; i < 3; i++) world.arrive()
    expect(world.asked).toEqual(['back', 'back'])
    expect(world.steps.arrive('another', instant(99))).toBe(false)
  })

  it('go one event further where what is shown does not go along', () => {
    world = setUp(45, { id: 'whole table', isFollowing: false })
    for (let i = 0; i < 4; i++) world.steps.go(-1)
    world.arrive()
    expect(world.asked).toEqual(['back'])
    expect(world.steps.arrive('another', instant(99))).toBe(false)
  })

  it('do not lead out of a pinned thing', () => {
    world = setUp(45, { id: 'pinned', isFollowing: false, isPinned: true })
    world.steps.go(1)
    for (let i = 0; i < 4; i++) world.steps.go(-1)
    expect(world.player.step.value).toBe(0)
    expect(world.asked).toEqual([])
  })

  it('take nothing that comes later for theirs once the machine could not go on', () => {
    world.steps.go(1)
    world.steps.giveUp()
    expect(world.steps.arrive('walk-7', instant(71))).toBe(false)
    expect(world.player.step.value).toBeUndefined()
  })

  it('leave a thing alone that something else has brought', () => {
    expect(world.steps.arrive('walk-7', instant(71))).toBe(false)
    expect(world.player.step.value).toBeUndefined()
  })
})
