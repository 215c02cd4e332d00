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

/** Nothing is needed from outside, so nothing outside is ever asked for, a development server aside. */
export function denyEverythingRemote(session: Session, developmentServer?: string): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.webRequest.onBeforeRequest((details, answer) => {
    const isLocal = /^(file|data|blob|devtools):/.test(details.url)
    const isDevelopment =
      developmentServer !== undefined &&
      new URL(details.url).host === new URL(developmentServer).host
    answer({ cancel: !isLocal && !isDevelopment })
  })
}
