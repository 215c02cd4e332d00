/** How a place of the source is named where there is little room. */
import { expect, it } from 'vitest'
import { shortPlace } from './source-place'

it('names a module file by its folder', () => {
  expect(shortPlace({ file: 'src/vga_buffer.rs', line: 65 })).toBe('vga_buffer.rs:65')
  expect(shortPlace({ file: 'src/task/mod.rs', line: 43 })).toBe('task/mod.rs:43')
  expect(shortPlace({ file: 'main.rs', line: 1 })).toBe('main.rs:1')
})
