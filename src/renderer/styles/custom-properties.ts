/** The tokens as CSS custom properties, so that the window and the drawings share their colours. */
import { THEMES, fonts, palettes } from '../diagrams/tokens/tokens'
import type { ThemeName } from '../diagrams/tokens/tokens'

type Colours = string | { readonly [name: string]: Colours }

const kebab = (name: string): string => name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)

/** `{ level: { pml4: { ink } } }` as `--level-pml4-ink`. */
function declarations(colours: Colours, path: readonly string[] = []): string[] {
  if (typeof colours === 'string') return [`  --${path.join('-')}: ${colours};`]
  return Object.entries(colours).flatMap(([name, part]) =>
    declarations(part, [...path, kebab(name)]),
  )
}

/** Light is what the window has before a theme is chosen. */
const selectorOf = (theme: ThemeName): string =>
  theme === 'light' ? ":root,\n[data-theme='light']" : `[data-theme='${theme}']`

export function customProperties(): string {
  const faces = [
    ':root {',
    `  --font-sans:\n    ${fonts.sans.stack};`,
    `  --font-mono: ${fonts.mono.stack};`,
    '}',
  ]
  const themes = THEMES.flatMap((theme) => [
    '',
    `${selectorOf(theme)} {`,
    `  color-scheme: ${theme === 'dark' ? 'dark' : 'light'};`,
    ...declarations(palettes[theme]),
    '}',
  ])
  return [
    '/* The tokens as custom properties: written from tokens.json by custom-properties.ts. */',
    ...faces,
    ...themes,
    '',
  ].join('\n')
}
