/**
 * A Vite plugin that writes the content security policy into the page of a build.
 * Vite's development server works with inline styles, so there it is left out.
 */
import type { Plugin } from 'vite'
import { PAGE_POLICY } from './content-security-policy.mjs'

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
