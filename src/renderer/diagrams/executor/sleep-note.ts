/** How the processor is put to sleep: whether an interrupt could come between the look at the queue and HLT. */
import type { Executor } from '../../../shared/models/executor'
import { nowBox } from '../primitives/marks'
import { prose, wrapProse } from '../primitives/prose'
import { group, rect, text } from '../primitives/shapes'
import type { Group } from '../scene'
import { strokes } from '../tokens/tokens'
import type { ExecutorDrawing } from './drawing'
import { sleepsThoughReady } from './facts'
import type { Section } from './layout'

interface SleepWords {
  readonly headline: string
  readonly detail: string
  /** Where there is one line for it. */
  readonly short?: string
  readonly isWrong: boolean
}

export function sleepNote(drawing: ExecutorDrawing, section: Section): Group | undefined {
  const { executor, colours, layout, progress } = drawing
  const words = progress.isComplete ? sleepWords(executor) : wayToSleep(executor)
  if (!words) return undefined
  // Asleep, the processor is at this HLT and nowhere else: the last step shows how things stand now.
  const isNow = progress.isComplete && executor.sleep?.isAsleep === true && !words.isWrong
  const { x, y, width, height } = section
  const { type } = layout
  const style = { size: type.small, fill: isNow ? colours.now.text : colours.muted }
  const ink = words.isWrong ? colours.bad : colours.line
  const padding = layout.density === 'laptop' ? 9 : 14
  const headY = y + type.body + (layout.density === 'laptop' ? 5 : 12)
  const room = width - 2 * padding
  const long = wrapProse(words.detail, room, style)
  const most = Math.floor((y + height - headY) / (type.small + 6))
  const isLong = long.length <= most
  return group(
    'sleep',
    isNow
      ? nowBox('box', { x, y, width, height }, colours, 4)
      : rect(
          'box',
          { x, y, width, height },
          {
            radius: 4,
            fill: colours.paper,
            stroke: ink,
            strokeWidth: words.isWrong ? strokes.strong : 1.25,
          },
        ),
    text('headline', { x: x + padding, y: headY }, words.headline, {
      size: type.body,
      weight: 600,
      fill: words.isWrong ? colours.bad : isNow ? colours.now.text : colours.ink,
    }),
    (isLong ? long : wrapProse(words.short ?? words.detail, room, style))
      .slice(0, most)
      .map((line, index) =>
        prose(
          `detail-${index + 1}`,
          { x: x + padding, y: headY + (index + 1) * (type.small + 6) },
          line,
          style,
        ),
      ),
  )
}

/** At a step of the chain tasks and queues are those of then: that the processor sleeps now is not said beside them. */
function wayToSleep(executor: Executor): SleepWords | undefined {
  const { sleep } = executor
  const words = sleep && sleepWords({ ...executor, sleep: { ...sleep, isAsleep: false } })
  return words && { ...words, headline: 'How it goes to sleep' }
}

/** Only what was seen: where HLT stands, what stands before it, and how that found RFLAGS.IF. */
export function sleepWords(executor: Executor): SleepWords | undefined {
  const { sleep } = executor
  if (!sleep) return undefined
  if (sleepsThoughReady(executor)) {
    return {
      headline: 'Asleep, though a task is ready',
      detail: 'It waits for the next interrupt, whatever that is.',
      isWrong: true,
    }
  }
  const headline = sleep.isAsleep ? 'Asleep until an interrupt' : 'Slept by HLT before'
  if (!sleep.isPair) {
    return {
      headline,
      detail: 'HLT alone: an interrupt may come just before it.',
      isWrong: false,
    }
  }
  if (sleep.wasOpen === undefined) {
    return { headline, detail: 'STI and HLT are a pair: none comes between.', isWrong: false }
  }
  return sleep.wasOpen
    ? { headline, detail: 'STI + HLT, but interrupts were on before.', isWrong: false }
    : {
        headline,
        detail: 'Interrupts off, look at the queue, then STI + HLT as a pair.',
        short: 'Interrupts off, look at the queue, STI + HLT.',
        isWrong: false,
      }
}
