/**
 * What the app's page and the machine's worker may load and run. WebAssembly is compiled in the
 * worker alone, and a worker of a web page lives under the policy of its own script.
 */
const directives = (scripts) =>
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
export const WORKER_POLICY = directives(`'self' 'wasm-unsafe-eval'`)
