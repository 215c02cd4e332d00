/** The application menu as data. What a machine command does, the page knows. */
import type { MenuItemConstructorOptions } from 'electron'
import type { FileId, MenuAction, RecentFile } from '../shared/app/desktop'

type Item = MenuItemConstructorOptions

/** The files that were opened before, and what can be done with the list. */
export interface RecentMenu {
  readonly files: readonly RecentFile[]
  readonly open: (id: FileId) => void
  readonly clear: () => void
}

/** An ampersand in a label would be taken for the mark of its key. */
const plain = (text: string) => text.replaceAll('&', '&&')

const recentSubmenu = ({ files, open, clear }: RecentMenu): Item[] => [
  ...files.map(({ id, name, place }): Item => ({
    id,
    label: plain(`${name} (${place})`),
    click: () => open(id),
  })),
  { type: 'separator' },
  { id: 'clear-recent', label: '&Clear Recent Files', enabled: files.length > 0, click: clear },
]

export function menuTemplate(
  platform: string,
  send: (action: MenuAction) => void,
  recent: RecentMenu,
): MenuItemConstructorOptions[] {
  const action = (label: string, name: MenuAction, accelerator?: string): Item => ({
    id: name,
    label,
    ...(accelerator === undefined ? {} : { accelerator }),
    click: () => send(name),
  })
  const separator: Item = { type: 'separator' }

  const file: Item = {
    label: '&File',
    submenu: [
      action('&Open Kernel or Session…', 'open-kernel', 'CmdOrCtrl+O'),
      { id: 'open-recent', label: 'Open &Recent', submenu: recentSubmenu(recent) },
      action('&Save Session…', 'save-session', 'CmdOrCtrl+S'),
      action('&Export Diagram as SVG…', 'export-svg', 'CmdOrCtrl+E'),
      separator,
      { role: platform === 'darwin' ? 'close' : 'quit' },
    ],
  }
  const machine: Item = {
    label: '&Machine',
    submenu: [
      action('&Run or Pause', 'run-or-pause', 'F5'),
      action('&Step One Instruction', 'step', 'F10'),
      action('Step &Many Instructions', 'step-many', 'F11'),
      separator,
      action('Step &Into Line', 'step-into', 'F7'),
      action('Step &Over Line', 'step-over', 'F8'),
      action('Step O&ut', 'step-out', 'F4'),
      separator,
      action('Step Back I&nto Line', 'step-into-back', 'Shift+F7'),
      action('Step Back O&ver Line', 'step-over-back', 'Shift+F8'),
      action('Ste&p Back Out', 'step-out-back', 'Shift+F4'),
      separator,
      action('Ne&xt Event of the Diagram', 'next-event', 'F3'),
      action('Previous Event of the Dia&gram', 'previous-event', 'Shift+F3'),
      action('Next Step o&f the Diagram', 'next-sub-step', 'F12'),
      action('Previous Step of t&he Diagram', 'previous-sub-step', 'Shift+F12'),
      separator,
      action('Brea&kpoint Here', 'toggle-breakpoint', 'F2'),
      action('Run Back to the &Last Breakpoint', 'run-back', 'Shift+F5'),
      separator,
      action('Step &Back One Instruction', 'step-back', 'Shift+F10'),
      action('Step Back Man&y Instructions', 'step-back-many', 'Shift+F11'),
      action('Go to the &End of the Run', 'go-to-end', 'F9'),
      action('&Bookmarks and Branches…', 'show-places', 'CmdOrCtrl+B'),
      action('&Compare Branches', 'compare-branches', 'CmdOrCtrl+Shift+B'),
      separator,
      action('&Why?', 'explain', 'CmdOrCtrl+Shift+/'),
      separator,
      action('Re&load the Rebuilt Kernel', 'reload-kernel', 'CmdOrCtrl+R'),
      action('Rese&t', 'reset', 'CmdOrCtrl+Shift+R'),
    ],
  }
  const view: Item = {
    label: '&View',
    submenu: [
      action('Theme of the &System', 'theme-system'),
      action('&Light Theme', 'theme-light'),
      action('&Dark Theme', 'theme-dark'),
      separator,
      action('&Two Diagrams Side by Side', 'diagram-beside', 'CmdOrCtrl+\\'),
      action('&Overview of the Diagrams', 'overview', 'CmdOrCtrl+G'),
      action('Diagrams in &Full Width', 'full-width', 'CmdOrCtrl+L'),
      action('&Pin the Diagram', 'pin-diagram', 'CmdOrCtrl+Shift+F'),
      action('Both &Branches in the Diagram', 'both-branches', 'CmdOrCtrl+Shift+D'),
      separator,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      separator,
      { role: 'togglefullscreen', accelerator: platform === 'darwin' ? 'Ctrl+Cmd+F' : 'Ctrl+F11' },
    ],
  }
  const help: Item = {
    label: '&Help',
    role: 'help',
    submenu: [action('&Keyboard', 'show-keys', 'F1'), { role: 'about' }],
  }
  const applicationMenu: Item[] = platform === 'darwin' ? [{ role: 'appMenu' }] : []
  return [...applicationMenu, file, { role: 'editMenu' }, machine, view, help]
}
