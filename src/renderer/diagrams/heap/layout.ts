/** Where things stand in the three densities. All lengths are pixels of the drawing. */
import type { Size } from '../diagram'
import type { KeyPlace } from '../primitives/picture-key'
import type { Box } from '../primitives/shapes'
import { typeScales } from '../tokens/tokens'
import type { Density, TypeScale } from '../tokens/tokens'

/** A part of the picture with a heading: `y` is its baseline, and the rest lies below it. */
export interface Section extends Box {
  readonly headingY: number
}

export interface HeapLayout extends Size {
  readonly density: Density
  readonly margin: number
  readonly type: TypeScale
  readonly headingSize: number
  readonly titleY: number
  /** Baseline of the name of the region and of the legend. */
  readonly labelY: number
  /** The whole heap, as a thin bar. */
  readonly overview: Box
  /** Baseline of the addresses above the strip. */
  readonly tickY: number
  /** The part of the heap that is looked at. */
  readonly strip: Box
  readonly list: Section
  readonly nodeWidth: number
  /** What the last request came to; in a hall the caption says it. */
  readonly banner?: Box
  readonly left: Section
  readonly right: Section
  /** Where signs are explained; in a hall they are spoken. */
  readonly key?: KeyPlace
  readonly footerY?: number
  /** Stretches of the strip that can be told apart. */
  readonly mostStretches: number
}

interface Plan {
  readonly density: Density
  readonly width: number
  readonly height: number
  readonly margin: number
  readonly headingSize: number
  readonly titleY: number
  readonly labelY: number
  readonly stripY: number
  readonly stripHeight: number
  readonly linkHeight: number
  readonly nodeHeight: number
  readonly nodeWidth: number
  readonly bannerHeight: number
  readonly bottom: number
  readonly gap: number
  readonly leftShare: number
  readonly keyY?: number
  readonly footerY?: number
  readonly mostStretches: number
}

function layoutOf(plan: Plan): HeapLayout {
  const { density, width, margin, stripY, stripHeight, gap } = plan
  const type = typeScales[density]
  const x = margin
  const inner = width - 2 * margin
  const listHeading = stripY + stripHeight + plan.linkHeight
  const listY = listHeading + Math.round(gap * 0.4)
  const bannerY = listY + plan.nodeHeight + Math.round(gap * 0.85)
  const hasBanner = plan.bannerHeight > 0
  const lowerHeading =
    (hasBanner ? bannerY + plan.bannerHeight : listY + plan.nodeHeight) + gap * 1.25
  const lowerY = lowerHeading + Math.round(gap * 0.5)
  const leftWidth = Math.round(inner * plan.leftShare)
  const rightX = x + leftWidth + gap * 2
  const lower = { y: lowerY, height: plan.bottom - lowerY, headingY: lowerHeading }
  return {
    density,
    width,
    height: plan.height,
    margin,
    type,
    headingSize: plan.headingSize,
    titleY: plan.titleY,
    labelY: plan.labelY,
    overview: { x, y: plan.labelY + 9, width: inner, height: density === 'laptop' ? 7 : 9 },
    tickY: stripY - 10,
    strip: { x, y: stripY, width: inner, height: stripHeight },
    list: { x, y: listY, width: inner, height: plan.nodeHeight, headingY: listHeading },
    nodeWidth: plan.nodeWidth,
    ...(hasBanner && {
      banner: { x, y: bannerY, width: inner, height: plan.bannerHeight },
    }),
    left: { x, width: leftWidth, ...lower },
    right: { x: rightX, width: width - margin - rightX, ...lower },
    ...(plan.keyY !== undefined && {
      key: { x, y: plan.keyY, width: inner, lines: 1, size: type.small },
    }),
    ...(plan.footerY !== undefined && { footerY: plan.footerY }),
    mostStretches: plan.mostStretches,
  }
}

const figure = (): HeapLayout =>
  layoutOf({
    density: 'figure',
    width: 1280,
    height: 720,
    margin: 40,
    headingSize: 16,
    titleY: 52,
    labelY: 118,
    stripY: 172,
    stripHeight: 56,
    linkHeight: 74,
    nodeHeight: 58,
    nodeWidth: 214,
    bannerHeight: 40,
    bottom: 652,
    gap: 28,
    leftShare: 0.47,
    keyY: 680,
    footerY: 700,
    mostStretches: 26,
  })

const projector = (): HeapLayout =>
  layoutOf({
    density: 'projector',
    width: 1280,
    height: 720,
    margin: 48,
    headingSize: 20,
    titleY: 50,
    labelY: 96,
    stripY: 156,
    stripHeight: 64,
    linkHeight: 76,
    nodeHeight: 66,
    nodeWidth: 236,
    bannerHeight: 0,
    bottom: 552,
    gap: 30,
    leftShare: 0.5,
    mostStretches: 18,
  })

export const LAPTOP_SIZE: Size = { width: 828, height: 690 }

/** The narrowest and lowest drawing in which nothing collides. */
export const SMALLEST_LAPTOP_SIZE: Size = { width: 660, height: 470 }

export const isRoomy = ({ height }: Size): boolean => height >= 620

/** From this height on there is room for a key. */
const KEY_HEIGHT = 660

function laptop(wanted: Size): HeapLayout {
  const width = Math.max(wanted.width, SMALLEST_LAPTOP_SIZE.width)
  const height = Math.max(wanted.height, SMALLEST_LAPTOP_SIZE.height)
  const common = { density: 'laptop', width, height, margin: 16, headingSize: 14 } as const
  if (isRoomy({ width, height })) {
    const spare = Math.min(120, height - 620)
    const hasKey = height >= KEY_HEIGHT
    return layoutOf({
      ...common,
      titleY: 28,
      labelY: 80,
      stripY: 126,
      stripHeight: 46,
      linkHeight: 56 + Math.round(spare * 0.2),
      nodeHeight: 46,
      nodeWidth: 150,
      bannerHeight: 32,
      bottom: height - (hasKey ? 62 : 44),
      ...(hasKey && { keyY: height - 34 }),
      gap: 22,
      leftShare: 0.48,
      footerY: height - 14,
      mostStretches: 20,
    })
  }
  return layoutOf({
    ...common,
    titleY: 25,
    labelY: 68,
    stripY: 110,
    stripHeight: 34,
    linkHeight: 42,
    nodeHeight: 42,
    nodeWidth: 136,
    bannerHeight: 28,
    bottom: height - 30,
    keyY: height - 10,
    gap: 17,
    leftShare: 0.54,
    mostStretches: 16,
  })
}

/** `size` is what the window has for a drawing in laptop density; the others have one size. */
export function heapLayout(density: Density, size: Size = LAPTOP_SIZE): HeapLayout {
  switch (density) {
    case 'figure':
      return figure()
    case 'projector':
      return projector()
    case 'laptop':
      return laptop(size)
  }
}
