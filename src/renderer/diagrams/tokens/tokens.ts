/**
 * The typed door to `tokens.json`, the one source of colour, type, space and motion.
 * The style sheet of the window and every diagram read the same numbers from here.
 */
import source from './tokens.json'

export type ThemeName = 'light' | 'dark' | 'print'

/** Where a drawing is read: in the window, as an exported figure, or from the last row of a hall. */
export type Density = 'laptop' | 'figure' | 'projector'

export type Palette = (typeof source.theme)['light']
export type TypeScale = (typeof source.type)['figure']

export const THEMES = ['light', 'dark', 'print'] as const satisfies readonly ThemeName[]

export const palettes: Readonly<Record<ThemeName, Palette>> = source.theme
export const typeScales: Readonly<Record<Density, TypeScale>> = source.type
export const { font: fonts, stroke: strokes, arrow, motion, radius, space } = source
