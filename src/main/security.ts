/** What no page may do in this app: leave it, open windows, embed others, or ask for devices. */
import type { App, Session } from 'electron'

export function lockDown(app: App): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault())
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}

/** Copying what is shown is all that the page asks for; what is in the clipboard it gets when a person pastes it. */
const ALLOWED: ReadonlySet<string> = new Set(['clipboard-sanitized-write'])

/** Nothing is needed from outside, so nothing outside is ever asked for, a development server aside. */
export function denyEverythingRemote(session: Session, developmentServer?: string): void {
  session.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(ALLOWED.has(permission)),
  )
  session.setPermissionCheckHandler((_contents, permission) => ALLOWED.has(permission))
  session.webRequest.onBeforeRequest((details, answer) => {
    const isLocal = /^(file|data|blob|devtools):/.test(details.url)
    const isDevelopment =
      developmentServer !== undefined &&
      new URL(details.url).host === new URL(developmentServer).host
    answer({ cancel: !isLocal && !isDevelopment })
  })
}
