/** Everything that the keyboard can do, by the part of the window that has the focus. */

export interface KeyGroup {
  /** Where these keys mean this. */
  readonly where: string
  readonly keys: readonly (readonly [keys: string, what: string])[]
}

export const KEY_GROUPS: readonly KeyGroup[] = [
  {
    where: 'Everywhere: run and step',
    keys: [
      ['F5, Shift+F5', 'run or pause; run back to the last breakpoint'],
      ['F7, F8, F4', 'step by source lines: into calls, over them, out'],
      ['F10, F11', 'step one instruction, 1,000 instructions'],
      ['F3', 'next event of the shown diagram'],
      ['F12', 'next step of the shown diagram, on into the next event'],
      ['Shift+F3 to F12', 'with each of these steps: the same backward'],
      ['F9', 'go to the end of the run'],
      ['F2', 'breakpoint on the line or instruction of the cursor, or none'],
      ['Esc', 'dismiss a notice, close a dialog, give a search up'],
    ],
  },
  {
    where: 'Everywhere: find out and keep',
    keys: [
      ['?, Ctrl+?', 'why is it so? (? alone where nothing is typed)'],
      ['Ctrl+B', 'name this instant; bookmarks and branches'],
      ['Ctrl+Shift+B', 'compare two branches side by side; again: back to one'],
      ['Ctrl+Shift+D', 'both branches of a fork, in the diagram side by side'],
      ['Ctrl+O, Ctrl+S', 'open a kernel or a session, save the session'],
      ['Ctrl+R', 'reload a kernel that was rebuilt, at the same place'],
      ['Ctrl+Shift+R', 'reset'],
      ['Ctrl+E', 'export the diagram as SVG'],
    ],
  },
  {
    where: 'The window',
    keys: [
      ['F6, Shift+F6', 'next, previous pane; also the way out of the guest’s screen'],
      ['Ctrl+\\', 'two diagrams side by side, and one again'],
      ['Ctrl+G, Ctrl+L', 'all diagrams small; the diagram in full width'],
      ['Arrow keys', 'on a splitter: move it; Enter: fold, Home: as it was at first'],
      ['Ctrl+F11', 'full screen (on macOS Ctrl+Cmd+F)'],
      ['F1', 'this sheet'],
    ],
  },
  {
    where: 'Screen',
    keys: [
      ['Ctrl+Shift+V', 'type the text of the clipboard'],
      ['Alt+click', 'who wrote this cell?'],
    ],
  },
  {
    where: 'Diagram',
    keys: [
      ['1–9', 'choose a tab'],
      ['[  ]', 'previous, next step of what is told'],
      ['F, Ctrl+Shift+F', 'pin to this instant, or let go (F alone: in the diagram)'],
      ['+  −  0', 'larger, smaller, whole; Shift+Arrow keys: move it'],
      ['Arrow keys', 'choose a box; Enter: what can be done with it, Esc: no box'],
    ],
  },
  {
    where: 'Chosen box of a diagram',
    keys: [
      ['G, S, P', 'go to what it points to, its source, its moment'],
      ['A, W, M, E', 'its page walk, who wrote it, show in memory, change a value'],
    ],
  },
  {
    where: 'Diagram of one topic',
    keys: [
      ['W', 'page walk, screen: who wrote the byte, the cell?'],
      ['T', 'IDT dispatch: the whole IDT; page walk: the whole address space'],
      ['L', 'interrupts: all lines as they stand, and back'],
      ['C', 'page walk: the last walk that code has made by itself'],
      ['K, C', 'heap: keep it as it is, compare what was kept'],
      ['Ctrl+Arrow keys', 'screen cells: the cell beside'],
      ['PgUp, PgDn', 'heap, executor, screen, lanes, ports: previous, next listed'],
    ],
  },
  {
    where: 'Breakpoints, registers, variables, memory',
    keys: [
      ['Space, Del, Enter', 'breakpoint: on or off, delete, show the line'],
      ['Enter, W', 'register: change it (a flag: turn it over); who changed it?'],
      ['Arrow keys, Enter', 'variables: move, open and close; change a number'],
      ['W, M, Ctrl+C', 'variable: who wrote it? show in memory, copy'],
      ['G, N, P', 'memory: go to an address, next, previous mapped part'],
      ['0–9, A–F', 'memory: type a byte'],
    ],
  },
  {
    where: 'Timeline',
    keys: [
      ['Left, Right', 'previous, next event of the lane'],
      ['Up, Down', 'choose the lane'],
      ['Home, End', 'beginning, end of the run'],
      ['+  −  0', 'show less, more, all of the run'],
    ],
  },
  {
    where: 'Bookmarks and branches',
    keys: [['Enter, F2, Del', 'go there, rename, delete']],
  },
]
