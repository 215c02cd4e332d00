/** What the build makes of files that TypeScript does not know. */
declare module '*.vue' {
  import type { DefineComponent } from 'vue'
  const component: DefineComponent<object, object, unknown>
  export default component
}

declare module '*.hex?raw' {
  const text: string
  export default text
}
