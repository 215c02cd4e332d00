/** The contact sheet: every gallery case in every theme, on one page that needs nothing else. */
import { serializeScene } from '../../src/renderer/svg/serialize'
import { THEMES } from '../../src/renderer/diagrams/tokens/tokens'
import type { ThemeName } from '../../src/renderer/diagrams/tokens/tokens'
import { galleryCases } from './cases'
import type { GalleryCase } from './layouts'

/** Ids must differ between the drawings of one page; the files keep theirs. */
const asImage = (svg: string, alt: string): string =>
  `<img loading="lazy" alt="${alt}" src="data:image/svg+xml,${encodeURIComponent(svg)}">`

function figure({ name, draw, themes }: GalleryCase, theme: ThemeName): string {
  const scene = draw(theme)
  const isGolden = themes.includes(theme)
  const remark = isGolden ? 'golden' : 'not kept as a file'
  return (
    `<figure class="${theme}">${asImage(serializeScene(scene), scene.title)}` +
    `<figcaption>${name} · ${theme} · ${remark}</figcaption></figure>`
  )
}

const STYLE = `
  body { margin: 24px; font: 14px Inter, sans-serif; background: #e9ecef; }
  section { display: grid; grid-template-columns: repeat(3, 1fr); gap: 16px; margin-bottom: 32px; }
  h2 { grid-column: 1 / -1; margin: 0; font-size: 16px; }
  figure { margin: 0; }
  img { width: 100%; height: auto; display: block; }
  figcaption { margin-top: 4px; color: #495057; }
`

export function galleryPage(): string {
  const sections = galleryCases().map(
    (shown) =>
      `<section><h2>${shown.name}</h2>${THEMES.map((theme) => figure(shown, theme)).join('\n')}</section>`,
  )
  return [
    '<!doctype html>',
    '<html lang="en"><meta charset="utf-8"><title>Ringside gallery</title>',
    `<style>${STYLE}</style>`,
    '<h1>Every drawing in every theme</h1>',
    ...sections,
    '</html>',
  ].join('\n')
}
