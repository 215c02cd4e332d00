/** How well two colours can be told apart: WCAG contrast, and distance in OKLab. */

export type Rgb = readonly [red: number, green: number, blue: number]

/** One channel of an sRGB colour, 0 to 1, as an amount of light. */
const linear = (channel: number): number =>
  channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4

/** `#14181f` as amounts of light. */
export function lightOf(colour: string): Rgb {
  const channel = (at: number) => linear(parseInt(colour.slice(at, at + 2), 16) / 255)
  return [channel(1), channel(3), channel(5)]
}

const luminance = ([red, green, blue]: Rgb): number => 0.2126 * red + 0.7152 * green + 0.0722 * blue

/** 1 to 21. Text needs 4.5, a line that means something 3. WCAG 2.2, "Contrast (Minimum)". */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(lightOf(one)), luminance(lightOf(other))]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

type Matrix = readonly [Rgb, Rgb, Rgb]

const applied = (matrix: Matrix, [a, b, c]: Rgb): Rgb => {
  const row = ([x, y, z]: Rgb) => x * a + y * b + z * c
  return [row(matrix[0]), row(matrix[1]), row(matrix[2])]
}

/** How the world looks without one kind of cone: Machado, Oliveira and Fernandes 2009, severity 1. */
const VISION = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanope: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranope: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
} as const satisfies Record<string, Matrix>

export type Vision = keyof typeof VISION
export const VISIONS = Object.keys(VISION) as Vision[]

const TO_CONES: Matrix = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
]
const TO_LAB: Matrix = [
  [0.2104542553, 0.793617785, -0.0040720468],
  [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.808675766],
]

function oklab(colour: Rgb): Rgb {
  const [l, m, s] = applied(TO_CONES, colour)
  return applied(TO_LAB, [Math.cbrt(l), Math.cbrt(m), Math.cbrt(s)])
}

function seenBy(vision: Vision, colour: string): Rgb {
  const clamp = (light: number) => Math.min(1, Math.max(0, light))
  const [red, green, blue] = applied(VISION[vision], lightOf(colour))
  return [clamp(red), clamp(green), clamp(blue)]
}

/** Distance of two colours to an eye, times 100: 10 is plainly different. */
export function distance(vision: Vision, one: string, other: string): number {
  const a = oklab(seenBy(vision, one))
  const b = oklab(seenBy(vision, other))
  return 100 * Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
}
