/**
 * The content security policy of the app, written into the page of a build and, by the web host,
 * into its headers. WebAssembly is compiled in the machine's worker only, so only that may do it.
 */
import type { Plugin } from 'vite'

const directives = (scripts: string) =>
  [
    `default-src 'none'`,
    `script-src ${scripts}`,
    `worker-src 'self'`,
    `style-src 'self'`,
    `font-src 'self'`,
    `img-src 'self' data:`,
    `connect-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ')

export const PAGE_POLICY = directives(`'self'`)

/** Vite's development server works with inline styles, so the policy is for builds. */
export const contentSecurityPolicy = (): Plugin => ({
  name: 'ringside:content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: PAGE_POLICY },
      injectTo: 'head-prepend',
    },
  ],
})
