/** Names of functions, as short as they can be told apart. */

/** `Screen::new_line+0x5c` of `<vga_text::Screen as Write>::new_line+0x5c`. */
export const lastNames = (symbol: string): string =>
  symbol
    .replace(/^<(.+?)(?: as .+)?>::/, '$1::')
    .split('::')
    .slice(-2)
    .join('::')
