/** Names of functions, as short as they can be told apart. */

/** A path without arguments of types: `<a::Executor<T>>::run::<U>+0x5` is `a`, `Executor`, `run+0x5`. */
export function segmentsOf(name: string): string[] {
  const implementation = /^<(.+?)(?: as .+)?>::(.+)$/.exec(name)
  const plain = implementation ? `${implementation[1]}::${implementation[2]}` : name
  let depth = 0
  const outside = [...plain].filter((character) => {
    if (character === '<') depth += 1
    const isOutside = depth === 0
    if (character === '>') depth -= 1
    return isOutside
  })
  return outside
    .join('')
    .replace('::+', '+')
    .split('::')
    .filter((segment) => segment !== '')
}

/** `converse` of `kernel::shell::converse::{async_fn#0}`. */
export const functionName = (symbol: string): string =>
  segmentsOf(symbol)
    .filter((segment) => !segment.startsWith('{'))
    .at(-1) ?? symbol

/** `Screen::new_line+0x5c` of `<vga_text::Screen as Write>::new_line+0x5c`. */
export const lastNames = (symbol: string): string => segmentsOf(symbol).slice(-2).join('::')
