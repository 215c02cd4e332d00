/** Files that the bundler embeds as bytes: see scripts/vite-embed-bytes.ts. */

declare module 'virtual:core-wasm' {
  const bytes: Uint8Array
  export default bytes
}

declare module 'virtual:kernel-image' {
  const bytes: Uint8Array
  export default bytes
}

declare module 'virtual:kernel-sources' {
  const texts: Readonly<Record<string, string>>
  export default texts
}
